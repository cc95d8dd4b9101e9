import Foundation

/// A JSON file of these programs that is not as it must be.
package struct JSONFileError: Error, CustomStringConvertible, Equatable {
    /// File and field, what was expected, what to do.
    package let description: String

    /// - Parameters:
    ///   - field: members and indices from the top, for instance `panels.2.grid.seeds`; empty for the file as a whole.
    ///   - advice: how to make the file.
    package init(_ path: String, field: String = "", _ problem: String, advice: String) {
        let place = field.isEmpty ? path : "\(path): \(field)"
        description = "\(place) \(problem); \(advice)"
    }
}

/// The value that a JSON file of these programs holds. Members that it does not name are ignored.
///
/// - Parameters:
///   - path: of the file, for messages.
///   - advice: how to make the file.
/// - Throws: `JSONFileError` for what is not JSON, and for a member that is missing or of another type or value.
package func decodeJSON<Value: Decodable>(
    _ type: Value.Type = Value.self, from data: Data, of path: String, advice: String
) throws(JSONFileError) -> Value {
    do {
        return try JSONDecoder().decode(type, from: data)
    } catch let error as DecodingError {
        let (field, problem) = error.fieldAndProblem
        guard field.isEmpty, let place = placeOfNumber(in: data, of: type) else {
            throw JSONFileError(path, field: field, problem, advice: advice)
        }
        throw JSONFileError(path, field: place, "is not a number that it can have", advice: advice)
    } catch {
        throw JSONFileError(path, "is not JSON", advice: advice)
    }
}

/// Of a number that is not whole, or too large, Foundation says no more than of bytes that are not JSON: the place of that number is
/// where another one would do.
private func placeOfNumber<Value: Decodable>(in data: Data, of type: Value.Type) -> String? {
    guard let root = try? JSONSerialization.jsonObject(with: data) else { return nil }
    return withoutFractions(root).first { _, changed in
        guard let changed = try? JSONSerialization.data(withJSONObject: changed) else { return false }
        do {
            _ = try JSONDecoder().decode(type, from: changed)
            return true
        } catch {
            return (error as? DecodingError)?.fieldAndProblem.field != ""
        }
    }?.place
}

/// The value with 1 in place of one of its numbers that are not whole, for each of them.
private func withoutFractions(_ value: Any) -> [(place: String, changed: Any)] {
    func inside(_ key: String, _ value: Any, _ put: (Any) -> Any) -> [(place: String, changed: Any)] {
        withoutFractions(value).map { ($0.place.isEmpty ? key : "\(key).\($0.place)", put($0.changed)) }
    }
    switch value {
    case let object as [String: Any]:
        return object.sorted { $0.key < $1.key }.flatMap { key, member in
            inside(key, member) { object.merging([key: $0]) { $1 } }
        }
    case let list as [Any]:
        return list.indices.flatMap { index in
            inside("\(index + 1)", list[index]) { Array(list[..<index]) + [$0] + list[(index + 1)...] }
        }
    case let number as NSNumber where Int(exactly: number.doubleValue) == nil: return [("", 1)]
    default: return []
    }
}

extension DecodingError {
    /// The member, and what is wrong with it.
    fileprivate var fieldAndProblem: (field: String, problem: String) {
        switch self {
        case .keyNotFound(let key, let context): (Self.field(context.codingPath + [key]), "is missing")
        case .valueNotFound(let type, let context):
            (Self.field(context.codingPath), "is null in place of \(Self.words(type))")
        case .typeMismatch(let type, let context):
            (Self.field(context.codingPath), "is not \(Self.words(type))")
        case .dataCorrupted(let context) where context.codingPath.isEmpty: ("", "is not JSON")
        case .dataCorrupted(let context): (Self.field(context.codingPath), "is not a value that it can have")
        @unknown default: ("", "cannot be read")
        }
    }

    private static func field(_ path: [any CodingKey]) -> String {
        path.map { $0.intValue.map { "\($0 + 1)" } ?? $0.stringValue }.joined(separator: ".")
    }

    private static func words(_ type: Any.Type) -> String {
        switch type {
        case is String.Type: "text"
        case is Int.Type: "a whole number"
        case is Double.Type: "a number"
        case is Bool.Type: "true or false"
        case is [String: Any].Type: "an object"
        default: "\(type)".hasPrefix("Array") ? "a list" : "what it must be"
        }
    }
}
