import Archives
import CZlib

/// The catalogue of datasets: to add one, write its file (take `MNIST.swift` as the model) and add a line here.
package enum Datasets {
    /// Every dataset, in the order in which people see them listed.
    package static let all: [DatasetSource] = [
        .mnist,
        .fashionMNIST,
        .cifar10,
        .sleepEDF,
    ]

    /// Versions of the libraries that unpack raw files; zlib packs pixels too.
    package static var libraries: [String: String] {
        [
            "zlib": String(cString: CZlib.zlibVersion()),
            "libarchive": Archive.libraryVersion,
        ]
    }

    /// The dataset with this name in the catalogue.
    ///
    /// - Throws: `UnknownDataset` when there is none.
    package static func named(_ name: String) throws -> DatasetSource {
        guard let source = all.first(where: { $0.name == name }) else {
            throw UnknownDataset(name: name, known: all.map(\.name))
        }
        return source
    }
}

/// A name that is not in the catalogue.
struct UnknownDataset: Error, CustomStringConvertible, Equatable {
    /// The name that was asked for.
    let name: String
    /// The names in the catalogue.
    let known: [String]

    /// One sentence: what was asked for and what there is.
    var description: String {
        "there is no dataset named \"\(name)\"; choose one of \(known.joined(separator: ", "))"
    }
}
