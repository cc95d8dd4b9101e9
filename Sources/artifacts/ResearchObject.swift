import Model
import ArtifactStore

/// The metadata of an RO-Crate 1.1 in the Workflow Run profiles Process, Workflow and Provenance Run Crate 0.5: which
/// file was made from which, by which program, and when.
struct ResearchObject {
    let bag: Bag
    /// Files of the crate that are not objects.
    let files: [String]

    private static let profiles = [
        ("https://w3id.org/ro/wfrun/process/0.5", "Process Run Crate", "0.5"),
        ("https://w3id.org/ro/wfrun/workflow/0.5", "Workflow Run Crate", "0.5"),
        ("https://w3id.org/ro/wfrun/provenance/0.5", "Provenance Run Crate", "0.5"),
        ("https://w3id.org/workflowhub/workflow-ro-crate/1.0", "Workflow RO-Crate", "1.0"),
    ]
    private static let license = "https://spdx.org/licenses/Apache-2.0"

    /// `ro-crate-metadata.json`.
    var json: CanonicalJSON {
        let graph =
            [descriptor, root, workflow, engine, run, organisation, language, publisher, licenseEntity]
            + profileEntities + tools + steps + controls + actions + objectEntities + rawFileEntities
            + rawEntities + fileEntities
        return .object(["@context": Self.context, "@graph": .array(graph)])
    }

    /// RO-Crate's terms, and the term for the digest, which version 1.1 lacks.
    private static let context: CanonicalJSON = .array([
        "https://w3id.org/ro/crate/1.1/context", ["sha256": "https://w3id.org/ro/terms/workflow-run#sha256"],
    ])

    func reference(_ id: String) -> CanonicalJSON { ["@id": .string(id)] }
    /// In RO-Crate's form, where a single value is not in a list.
    private func references(_ ids: [String]) -> CanonicalJSON {
        ids.count == 1 ? reference(ids[0]) : .array(ids.map(reference))
    }

    // MARK: The crate

    private var descriptor: CanonicalJSON {
        [
            "@id": "ro-crate-metadata.json", "@type": "CreativeWork", "about": reference("./"),
            "conformsTo": references(["https://w3id.org/ro/crate/1.1", Self.profiles[3].0]),
        ]
    }

    private var root: CanonicalJSON {
        let parts = bag.objects.map(Bag.name) + bag.rawFiles.map { Bag.name(of: $0.file) } + files
        return [
            "@id": "./", "@type": "Dataset",
            "name": .string("\(bag.figure), with everything that it was made from"),
            "description": .string(
                "Objects, recipes and run records of sparse-cortex behind \(bag.figure); source tree at \(bag.source.commit)"
            ),
            "datePublished": .string(finished), "license": reference(Self.license),
            "publisher": reference("#sparse-cortex"),
            "conformsTo": references(Self.profiles.map(\.0)), "mainEntity": reference("Makefile"),
            "hasPart": references(parts), "mentions": references(["#run", "#organisation"] + actionIDs),
        ]
    }

    private var publisher: CanonicalJSON {
        [
            "@id": "#sparse-cortex", "@type": "Organization", "name": "sparse-cortex",
            "url": "https://doi.org/10.3389/fncir.2025.1528309",
        ]
    }

    private var licenseEntity: CanonicalJSON {
        [
            "@id": .string(Self.license), "@type": "CreativeWork", "name": "Apache License 2.0",
            "identifier": "Apache-2.0", "url": .string(Self.license),
            "description": "For the project's source and the results; raw data has its own licences",
        ]
    }

    private var profileEntities: [CanonicalJSON] {
        Self.profiles.map { id, name, version in
            ["@id": .string(id), "@type": "CreativeWork", "name": .string(name), "version": .string(version)]
        }
    }

    /// When the last recipe was finished: the crate holds no other time.
    private var finished: String { times("finished").max() ?? "1970-01-01T00:00:00Z" }
    private var started: String { times("started").min() ?? "1970-01-01T00:00:00Z" }

    private func times(_ name: String) -> [String] { bag.records.compactMap { $0.run[name]?.string } }

    // MARK: The workflow and its tools

    private var stages: [String] { Set(bag.records.map(\.recipe.stage)).sorted() }

    private var workflow: CanonicalJSON {
        [
            "@id": "Makefile",
            "@type": .array(["File", "SoftwareSourceCode", "ComputationalWorkflow", "HowTo"]),
            "name": "sparse-cortex", "programmingLanguage": reference("#make"),
            "version": .string(bag.source.commit),
            "hasPart": references(stages.map { "#stage-\($0)" }),
            "step": references(stages.map { "#step-\($0)" }),
            "encodingFormat": "text/x-makefile",
            "license": reference(Self.license), "description": "From raw data to figures with verdicts",
        ]
    }

    private var language: CanonicalJSON {
        [
            "@id": "#make", "@type": "ComputerLanguage", "name": "GNU Make", "alternateName": "make",
            "identifier": reference("https://www.gnu.org/software/make/"),
            "url": reference("https://www.gnu.org/software/make/"), "version": "4.3",
        ]
    }

    private var engine: CanonicalJSON {
        [
            "@id": "#engine", "@type": "SoftwareApplication", "name": "GNU Make",
            "url": "https://www.gnu.org/software/make/", "softwareVersion": "4.3",
        ]
    }

    private var tools: [CanonicalJSON] {
        stages.map { stage in
            let codes = Set(bag.records.filter { $0.recipe.stage == stage }.map(\.recipe.code)).sorted()
            return [
                "@id": .string("#stage-\(stage)"), "@type": "SoftwareApplication", "name": .string(stage),
                "softwareVersion": .string(codes.joined(separator: ", ")),
                "url": "https://doi.org/10.3389/fncir.2025.1528309",
            ]
        }
    }

    /// The position of a stage in the pipeline, from 0.
    static func place(of stage: String) -> Int {
        Stage.names.firstIndex(of: stage) ?? Stage.names.count
    }

    private var steps: [CanonicalJSON] {
        stages.map { stage in
            [
                "@id": .string("#step-\(stage)"), "@type": "HowToStep", "name": .string(stage),
                "position": .string("\(Self.place(of: stage) + 1)"),
                "workExample": reference("#stage-\(stage)"),
            ]
        }
    }

    // MARK: Runs

    private var actionIDs: [String] { bag.records.map { "#run-\($0.recipe.digest.hex)" } }

    private var run: CanonicalJSON {
        let results = bag.links.filter(Store.isResult)
            .compactMap { bag.store.object(ofLink: $0)?.digest }
        return [
            "@id": "#run", "@type": "CreateAction", "name": .string("make \(bag.figure)"),
            "instrument": reference("Makefile"), "startTime": .string(started), "endTime": .string(finished),
            "object": references(rawInputs.map(id)),
            "result": references(Set(results).sorted().map(id)),
            "actionStatus": reference("http://schema.org/CompletedActionStatus"),
            "agent": reference("#sparse-cortex"),
            "description": "All stages behind the figure",
        ]
    }

    private var organisation: CanonicalJSON {
        [
            "@id": "#organisation", "@type": "OrganizeAction", "name": .string("make \(bag.figure)"),
            "instrument": reference("#engine"),
            "object": references(bag.records.map { "#control-\($0.recipe.digest.hex)" }),
            "result": reference("#run"), "startTime": .string(started), "endTime": .string(finished),
        ]
    }

    private var controls: [CanonicalJSON] {
        bag.records.map { record in
            [
                "@id": .string("#control-\(record.recipe.digest.hex)"), "@type": "ControlAction",
                "name": .string("\(record.recipe.stage) \(record.recipe.digest.short)"),
                "instrument": reference("#step-\(record.recipe.stage)"),
                "object": reference("#run-\(record.recipe.digest.hex)"),
            ]
        }
    }

    private var actions: [CanonicalJSON] {
        bag.records.map { record in
            let inputs = Set(record.recipe.inputs.values.flatMap(\.digests)).sorted()
            let outputs = Set(record.outputs.values.map(\.digest)).sorted()
            var members: [String: CanonicalJSON] = [
                "@id": .string("#run-\(record.recipe.digest.hex)"), "@type": "CreateAction",
                "name": .string("\(record.recipe.stage) \(record.recipe.digest.short)"),
                "description": .string("Recipe and run record: recipes/\(record.recipe.digest.hex).json"),
                "instrument": reference("#stage-\(record.recipe.stage)"),
                "agent": reference("#sparse-cortex"),
                "object": references(inputs.map(id)), "result": references(outputs.map(id)),
                "actionStatus": reference("http://schema.org/CompletedActionStatus"),
            ]
            if let time = record.run["started"] { members["startTime"] = time }
            if let time = record.run["finished"] { members["endTime"] = time }
            return .object(members)
        }
    }
}
