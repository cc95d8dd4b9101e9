/// What is not refused although it is not as the stage wrote it: what FORMAT.md lets be, and what is another right value, which
/// nothing in the file contradicts.
enum Obedience {
    /// Whether a corruption of a file of this kind is read.
    static func isRead(_ corruption: Corruption, in kind: String) -> Bool {
        let parts = corruption.description.components(separatedBy: ": ")
        let (place, what) = (parts[0], parts[1])
        let isForPeople = place == "/@title" && !kind.hasSuffix("images") && kind != "series"
        return isForPeople || what == "missing" && mayBeMissing(place, kind)
            || others[kind]?[what]?.contains(place) ?? false
    }

    private static func mayBeMissing(_ place: String, _ kind: String) -> Bool {
        switch place.components(separatedBy: "@").last ?? "" {
        case "axes", "encoding-version": true
        case "per_class", "mask_seed", "start_density": kind != "state"
        case "units": !place.hasPrefix("/tables")
        case "encoding-type": kind.hasPrefix("full")
        case "seed": kind == "sparse mask" || place.hasPrefix("/settings")
        default: false
        }
    }

    private static let dense = [
        "input_biases", "input_weights", "readout_biases", "readout_weights", "recurrent_biases",
    ]
    private static let network: Set = ["/@batch", "/@per_class", "/@seed", "/@test_images"]

    private static func parameters(_ recurrent: String, in groups: String...) -> Set<String> {
        Set(groups.flatMap { group in (dense + [recurrent]).map { "\(group)/\($0)" } })
    }

    private static let images: [String: Set<String>] = [
        "another order": ["/test/images", "/test/labels", "/train/images", "/train/labels"],
        "another value": ["/@name", "/@origin", "/@title", "/class_names"], "empty": ["/@origin"],
        "largest": ["/test/images", "/train/images"],
    ]

    /// Test losses that are not numbers need no network that diverged: one image can be too much.
    private static let testLosses: Set = ["/@best_test_loss", "/test/loss"]
    private static let trainLosses: Set = ["/train/loss", "/train/mean_abs_gradient"]

    /// By kind, then by what is wrong: where.
    private static let others: [String: [String: Set<String>]] = [
        "sparse mask": [
            "another type": ["/mask/data"], "another value": ["/@rule"], "largest": ["/@seed"],
            "one more": ["/@seed"],
        ],
        "full mask": ["another type": ["/mask"], "another value": ["/@rule"]],
        "sparse weights": [
            "another order": parameters("recurrent_weights/data", in: "").union(["/inhibitory_nodes"]),
            "another value": ["/@dataset"], "largest": ["/@mask_seed"],
            "negative": parameters("recurrent_weights/data", in: ""),
            "one more": network.union(["/@mask_seed", "/@step"]),
        ],
        "full weights": [
            "another order": parameters("recurrent_weights", in: ""), "another value": ["/@dataset"],
            "negative": parameters("recurrent_weights", in: ""), "one more": network.union(["/@step"]),
        ],
        "metrics": [
            "NaN": testLosses, "infinite": testLosses.union(trainLosses),
            "another order": ["/test/accuracy", "/test/loss", "/train/loss", "/train/mean_abs_gradient"],
            "another value": ["/@dataset"], "largest": ["/@mask_seed"],
            "one more": [
                "/@batch", "/@per_class", "/@seed", "/@test_images", "/@connections", "/@hidden_nodes",
                "/@mask_seed", "/@stopped", "/@to_epoch",
            ],
        ],
        "state": [
            "NaN": ["/@best_test_loss"], "infinite": ["/@best_test_loss"], "largest": ["/generator/words"],
            "another order": parameters(
                "recurrent_weights", in: "/parameters", "/first_moments", "/second_moments"
            ).union(["/generator/words"]),
            "negative": parameters("recurrent_weights", in: "/parameters", "/first_moments"),
            "one more": [
                "/@best_test_accuracy_epoch", "/@best_test_loss_epoch", "/@position", "/@stopped",
            ],
        ],
        // How many classes there are the read-out says: `analyze dropout` has both.
        "activations": [
            "another order": ["/activations", "/labels"], "another value": ["/@dataset"],
            "largest": ["/@mask_seed", "/labels"],
            "one more": [
                "/@batch", "/@connections", "/@mask_seed", "/@per_class", "/@seed", "/@step",
            ],
        ],
        "accuracy": [
            "NaN": ["/records/mean_abs_gradient", "/records/start_density", "/records/test_loss"],
            "infinite": ["/records/test_loss"],
            "another order": [
                "/records/epoch", "/records/mean_abs_gradient", "/records/start_density",
                "/records/test_accuracy", "/records/test_loss",
            ],
            "another value": ["/records/dataset", "/sources/title"],
            "largest": [
                "/records/batch", "/records/epoch", "/records/hidden_nodes", "/records/mask_seed",
                "/records/per_class", "/records/seed", "/records/test_images", "/records/training_images",
            ],
            // -1: the mask was not drawn.
            "negative": ["/records/mask_seed"],
        ],
        // Settings are for people.
        "measures": [
            "NaN": ["/tables/curves/number", "/tables/values/number"], "another type": ["/settings@seed"],
            "another order": ["/tables/curves/number", "/tables/values/number"],
            "another value": ["/@dataset", "/sources/title", "/tables/curves/units", "/tables/values/units"],
            "largest": ["/@mask_seed", "/settings@seed"], "smallest": ["/settings@seed"],
            "negative": [
                "/settings@seed", "/tables/curves/lower", "/tables/curves/upper", "/tables/values/number",
            ],
            "one more": network.union(
                [
                    "/@connections", "/@epoch", "/@hidden_nodes", "/@mask_seed", "/@train_images",
                    "/settings@seed",
                ]),
        ],
        "grey images": images.merging(["one more": ["/@format-version"]]) { $1 },
        "colour images": images,
        "series": [
            "another order": ["/test/labels", "/test/series", "/train/labels", "/train/series"],
            "another value": ["/@name", "/@origin", "/@title", "/class_names"], "empty": ["/@origin"],
            "negative": ["/test/series", "/train/series"],
        ],
    ]
}
