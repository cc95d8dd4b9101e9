import ArgumentParser
import ArtifactStore
import Connectomes
import Formats
import Foundation
import HDF5
import Model
import StageKit

struct ExportCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes a mask, or the recurrent weights of a network, in a format that others read.",
        help: """
            The ending of --output says the format: \(ConnectomeExport.Format.words). .h5 is SONATA, nodes and edges in one file. \
            Rows of matrices are postsynaptic nodes, unless --rows pre. docs/connectomes.md has more.

            EXAMPLES
              artifacts export celegans.h5 --output celegans.graphml
              artifacts export artifacts/runs/mnist/rnn-relu/n100-p0.1/s0/weights-e1.h5 --output weights.npz
              artifacts export fly.h5 --output fly.csv.gz --nodes fly-nodes.csv
            """)

    @Argument(help: ArgumentHelp("A link or file, or (the beginning of) a digest.", valueName: "link|digest"))
    var name: String
    @Option(help: ArgumentHelp("File to make.", valueName: "file"))
    var output: String
    @Option(
        help: ArgumentHelp(
            "Table of nodes to make besides: names, groups, signs (CSV or TSV).", valueName: "file"))
    var nodes: String?
    @Option(
        help: ArgumentHelp("Which nodes the rows of a matrix are (default: post).", valueName: "pre|post"))
    var rows: Side?
    @OptionGroup var options: StoreOptions

    enum Side: String, ExpressibleByArgument { case pre, post }

    func perform() throws {
        var (isPacked, isTablePacked) = (false, false)
        guard let format = ConnectomeExport.Format(ofFile: output, isPacked: &isPacked) else {
            throw StageFailure.usage(
                "--output \(output) says no format by its ending; give one of \(ConnectomeExport.Format.words)"
            )
        }
        guard rows == nil || format == .matrixMarket || format == .scipy else {
            throw StageFailure.usage("--rows is of matrices (.mtx, .npz); leave it out")
        }
        let table = nodes.flatMap { ConnectomeExport.Format(ofFile: $0, isPacked: &isTablePacked) }
        guard nodes == nil || table == .csv || table == .tsv else {
            throw StageFailure.usage("--nodes \(nodes ?? "") must end in .csv or .tsv (or these with .gz)")
        }
        let (connectome, weights) = try read()
        let export = ConnectomeExport(connectome, weights: weights, rowsArePresynaptic: rows == .pre)
        try publish(output) { try export.write(format, isPacked: isPacked, to: $0) }
        if let nodes {
            try publish(nodes) {
                try export.writeNodes(to: $0, separator: table == .csv ? "," : "\t", isPacked: isTablePacked)
            }
        } else if format == .csv || format == .tsv, export.isolatedNodes > 0 {
            writeToStandardError(
                "artifacts: \(export.isolatedNodes) nodes have no connection, so \(output) does not name them; --nodes makes a "
                    + "table of all nodes\n")
        }
    }

    /// Writes a file whole or not at all; says whether it is new.
    private func publish(_ path: String, _ write: (String) throws -> Void) throws {
        let isNew = try ArchiveFile(path: path).publish { unfinished in
            try write(unfinished)
            let descriptor = open(unfinished, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0, fsync(descriptor) == 0 else { throw ArchiveFile.failure(errno, path) }
            close(descriptor)
        }
        print("\(path)\(isNew ? "" : " was there already, with the same bytes")")
    }

    // MARK: - What is exported

    private func read() throws -> (Connectome, [Double]?) {
        let (path, digest) = try find()
        let kind = try HDF5File.open(at: path).attribute("kind", as: String.self)
        switch kind {
        case "mask": return (try Connectome(readingFrom: path), nil)
        case "weights":
            let snapshot = try WeightSnapshot(measuring: path)
            guard snapshot.description.network == .rnn else {
                throw StageFailure.badData(
                    "\(path): is of a feedforward network, whose weights lead from one layer to the next; export those of an rnn"
                )
            }
            return (named(snapshot, digest), snapshot.parameters.recurrentWeights.map { Double($0) })
        default:
            throw StageFailure.badData(
                "\(path): attribute kind: is “\(kind)”, but “mask” or “weights” was expected")
        }
    }

    /// The file, checked, and its digest if it is an object.
    private func find() throws -> (String, Digest?) {
        let store = options.store
        do {
            let object = try store.resolve(name)
            try store.check(object)
            return (store.path(of: object), object.digest)
        } catch StoreError.unknown(let unknown) {
            guard HDF5File.isHDF5(at: name) == true else { throw StoreError.unknown(name: unknown) }
            try TrialReading.check([name])
            return (name, nil)
        }
    }

    /// A network's connections, with names, groups and signs of the imported mask on which it was trained, if the store has that.
    private func named(_ snapshot: WeightSnapshot, _ digest: Digest?) -> Connectome {
        var connectome = Connectome(mask: snapshot.mask)
        let store = options.store
        let recipe = digest.flatMap { store.ancestry(of: [$0]).first?.recipe?.recipe }
        if let mask = recipe?.inputs[.mask]?.digests.first,
            let imported = try? Connectome(readingFrom: store.path(ofObject: mask, extension: "h5")),
            imported.mask.hiddenNodes == snapshot.mask.hiddenNodes
        {
            (connectome.names, connectome.groups, connectome.signs) = (
                imported.names, imported.groups, imported.signs
            )
        }
        if let inhibitory = snapshot.inhibitoryNodes { connectome.signs = inhibitory.map { $0 ? -1 : 1 } }
        return connectome
    }
}
