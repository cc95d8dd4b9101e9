import Model
import NetworkSamples
import Specification
import Testing

@testable import Judging

/// What a claim says of its own networks is read as strictly as what its criterion says.
@Suite struct ClaimConditionsTests {
    private func refusal(of text: String) -> YAMLError? {
        return #expect(throws: YAMLError.self, "accepted: \(text)") {
            try Claim.claims(in: YAMLValue.parse(text, file: "claims.yaml"))
        }
    }

    @Test(arguments: [
        ("dataset: mnst", "dataset \"mnst\" is not known; did you mean \"mnist\"? known: mnist, "),
        ("dataset: \"\"", "dataset \"\" is not known; known: mnist, "),
        ("network: lstm", "network \"lstm\" is not known; known: rnn, feedforward"),
        (
            "network: feedfoward",
            "network \"feedfoward\" is not known; did you mean \"feedforward\"? known: rnn, feedforward"
        ),
        (
            "nonlinearity: rleu",
            "nonlinearity \"rleu\" is not known; did you mean \"relu\"? known: relu, tanh"
        ),
        ("nonlinearity: sigmoid", "nonlinearity \"sigmoid\" is not known; known: relu, tanh"),
        ("hidden: 0", "hidden 0 is outside [1, 10000000]; give a number of hidden nodes such as 1000"),
    ])
    func wrongNetworksOfAClaimAreRefused(said: String, message: String) throws {
        for text in [
            "- {id: A, figure: 2C, kind: value, mean: 1, epochs: 1,\n   \(said)}",
            "- id: A\n  \(said)\n  figure: 2C\n  kind: shape\n  claim: x",
            // The second claim of a file, and networks that are judged beside.
            "- {id: A, figure: 2C, kind: shape, claim: x}\n- {id: B, figure: 2C, kind: shape, claim: x, \(said)}",
            "- {id: A, figure: 2C, kind: shape, claim: x,\n   also: {\(said)}}",
        ] {
            let error = try #require(refusal(of: text))
            #expect(error.line == 2, "\(error)")
            #expect(error.description.hasPrefix("claims.yaml:2: \(message)"), "\(error)")
        }
    }

    /// Whatever a claim can say of its networks: no value is taken that is of another kind.
    @Test(arguments: Selection.fields.map(\.key))
    func everyConditionOfAClaimIsChecked(key: String) throws {
        let text = "- {id: A, figure: 2C, kind: value, mean: 1,\n   \(key): {no: such}}"
        let error = try #require(refusal(of: text))
        #expect(error.line == 2 && error.description.hasPrefix("claims.yaml:2: \(key) "), "\(error)")
    }

    @Test(arguments: Selection.fields.map(\.key))
    func noConditionOfAClaimIsAList(key: String) throws {
        let field = try #require(Selection.fields.first { $0.key == key })
        let text = "- {id: A, figure: 2C, kind: value, mean: 1,\n   \(key): [\(Self.value(of: field))]}"
        let error = try #require(refusal(of: text))
        #expect(
            error.description
                == "claims.yaml:2: \(key) is a list, but a claim has one value of \(key); give one")
    }

    /// One that is right.
    private static func value(of field: ConditionField) -> String {
        switch field.reading {
        case .dale: "enforced"
        case .wiring: "{rule: distance, length: 0.3}"
        case .groupGains: "{sensory: 2}"
        default: field.attributes[0].get(NetworkSample.unusual)?.canonicalText ?? "none"
        }
    }
}
