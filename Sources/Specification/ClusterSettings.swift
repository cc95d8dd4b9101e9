import Model

/// How a scheduler is to run commands, as written in `pipeline/executors/slurm.yaml`: what users override.
package struct ClusterSettings: Hashable, Sendable {
    /// What can differ by stage.
    package struct Choice: Hashable, Sendable {
        /// Options of the scheduler's command, such as `--partition=long`, in a fixed order.
        package var options: [String: String] = [:]
        /// Other options, as they are.
        package var others: [String] = []
        /// Memory asked for, by what the plan says.
        package var memoryFactor = 1.1
        /// Time asked for, by the estimate.
        package var timeFactor = 3.0
        /// No job asks for less, in minutes.
        package var shortest = 5
        /// No job asks for more, in minutes.
        package var longest = 1440
        /// How often a command is tried again after a node failed or a job was preempted.
        package var retries = 3
    }

    /// For stages that have no choice of their own.
    package var general = Choice()
    /// By stage.
    package var stages: [String: Choice] = [:]
    /// Commands that take less go into one job with others, in seconds; 0: none do.
    package var batchedBelow = 60.0
    /// How long a job of several commands may take, in seconds.
    package var batchTime = 600.0

    /// For commands of a stage.
    package func choice(for stage: String) -> Choice { stages[stage] ?? general }

    private static let texts = ["partition", "account", "qos", "constraint", "reservation", "gres"]
    private static let numbers = ["memory-factor", "time-factor", "shortest", "longest", "retries"]
    private static let choiceKeys = texts + ["exclude", "options"] + numbers

    /// Reads a file of settings.
    ///
    /// - Throws: `YAMLError` with file and line.
    package static func read(path: String) throws -> ClusterSettings {
        try ClusterSettings(YAMLValue.read(path: path))
    }

    /// The settings of a document.
    ///
    /// - Throws: `YAMLError` with file and line.
    package init(_ document: YAMLValue) throws {
        let keys = try document.mapping("the settings", known: Self.choiceKeys + ["batch", "stages"])
        general = try Self.choice(keys, overriding: Choice())
        if let batch = try keys["batch"]?.mapping("batch", known: ["shorter-than", "together"]) {
            batchedBelow =
                try batch["shorter-than"]?.double(
                    "shorter-than", in: 0...86_400, advice: "seconds, such as 60")
                ?? batchedBelow
            batchTime =
                try batch["together"]?.double("together", in: 1...604_800, advice: "seconds, such as 600")
                ?? batchTime
        }
        for entry in try keys["stages"]?.mapping("stages", known: Stage.names).entries ?? [] {
            let own = try entry.value.mapping("stage \(entry.key)", known: Self.choiceKeys)
            stages[entry.key] = try Self.choice(own, overriding: general)
        }
    }

    private static func choice(_ keys: YAMLMapping, overriding base: Choice) throws -> Choice {
        var choice = base
        for key in texts {
            if let text = try keys[key]?.string(key) { choice.options[key] = text }
        }
        if let nodes = try keys["exclude"]?.list("exclude", advice: "[node7]") {
            choice.options["exclude"] = try nodes.map { try $0.string("a node") }.joined(separator: ",")
        }
        if let options = try keys["options"]?.list("options", advice: "[--mail-type=FAIL]") {
            choice.others = try options.map { value in
                let text = try value.string("an option")
                guard text.hasPrefix("-") else {
                    throw value.error("the option \"\(text)\" must begin with -, as --mail-type=FAIL does")
                }
                return text
            }
        }
        func factor(_ key: String, _ value: Double) throws -> Double {
            try keys[key]?.double(key, in: 1...100, advice: "a factor such as \(value)") ?? value
        }
        func whole(_ key: String, _ value: Int, from least: Int) throws -> Int {
            try keys[key]?.int(key, in: least...1_000_000, advice: "a number such as \(value)") ?? value
        }
        choice.memoryFactor = try factor("memory-factor", base.memoryFactor)
        choice.timeFactor = try factor("time-factor", base.timeFactor)
        choice.shortest = try whole("shortest", base.shortest, from: 1)
        choice.longest = try whole("longest", base.longest, from: 1)
        choice.retries = try whole("retries", base.retries, from: 0)
        guard choice.shortest <= choice.longest else {
            throw YAMLError(
                file: keys.file, line: (keys["longest"] ?? keys["shortest"])?.line ?? keys.line,
                message: "shortest (\(choice.shortest)) is above longest (\(choice.longest)); exchange them")
        }
        return choice
    }
}
