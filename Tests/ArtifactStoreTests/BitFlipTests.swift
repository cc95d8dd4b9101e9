import Foundation
import Testing

@testable import ArtifactStore

/// FORMAT.md, guarantee 1: a verification finds and names every flipped bit.
@Suite struct BitFlipTests {
    /// A store with two objects, their recipes and links.
    private func small() throws -> TemporaryStore {
        let temporary = try TemporaryStore()
        for (text, link) in [("hello", "runs/a/table.tsv"), ("other", "table.tsv")] {
            let record = try temporary.publish(text)
            let output = try #require(record.outputs["table"])
            try temporary.store.setLink("\(temporary.store.root)/\(link)", to: output)
        }
        #expect(temporary.store.verify().damages.isEmpty)
        return temporary
    }

    /// Puts each bit of `bytes` the wrong way round, one at a time.
    private func flips(_ bytes: [UInt8]) -> [[UInt8]] {
        (0..<bytes.count * 8).map { bit in
            var flipped = bytes
            flipped[bit / 8] ^= 1 << (bit % 8)
            return flipped
        }
    }

    @Test(arguments: ["objects", "recipes"])
    func everyBitOfAFileIsWatched(folder: String) throws {
        let temporary = try small()
        let root = temporary.store.root
        let names = FileManager.default.enumerator(atPath: "\(root)/\(folder)")?.compactMap { $0 as? String }
        let files = (names ?? []).map { "\(folder)/\($0)" }.filter { !FileSystem.isFolder("\(root)/\($0)") }
        #expect(files.count == 2)
        var checked = 0
        for file in files {
            let path = "\(root)/\(file)"
            chmod(path, 0o644)
            let bytes = try FileSystem.contents(of: path)
            for flipped in flips(bytes) {
                try Data(flipped).write(to: URL(fileURLWithPath: path))
                let damages = temporary.store.verify(threads: 1).damages
                #expect(damages.map(\.path).contains(file), "\(file): \(damages)")
                checked += 1
            }
            try Data(bytes).write(to: URL(fileURLWithPath: path))
        }
        #expect(checked >= 80)
        #expect(temporary.store.verify().damages.isEmpty)
    }

    @Test func everyBitOfALinkIsWatched() throws {
        let temporary = try small()
        for link in ["runs/a/table.tsv", "table.tsv"] {
            let path = "\(temporary.store.root)/\(link)"
            let destination = try #require(FileSystem.linkDestination(path))
            for flipped in flips(Array(destination.utf8)) where !flipped.contains(0) {
                unlink(path)
                #expect(
                    flipped.map { CChar(bitPattern: $0) }.withUnsafeBufferPointer {
                        symlink(Array($0) + [0], path) == 0
                    })
                let damages = temporary.store.verify(threads: 1).damages
                #expect(damages.map(\.path).contains(link), "\(String(decoding: flipped, as: UTF8.self))")
            }
            unlink(path)
            symlink(destination, path)
        }
        #expect(temporary.store.verify().damages.isEmpty)
    }

    @Test func aDamageNamesRecipeAndLink() throws {
        let temporary = try small()
        let output = try #require(try temporary.publish("hello").outputs["table"])
        let path = temporary.store.path(of: output)
        chmod(path, 0o644)
        try Data("hellp".utf8).write(to: URL(fileURLWithPath: path))
        let damage = try #require(temporary.store.verify().damages.first)
        #expect(damage.subject == .object(output.digest))
        #expect(damage.description.contains("table of test, recipe "))
        #expect(damage.description.contains("linked as runs/a/table.tsv"))
    }

    @Test func anyNumberOfThreadsFindsTheSame() throws {
        let temporary = try TemporaryStore()
        for number in 0..<40 {
            let output = try #require(try temporary.publish("text \(number)").outputs["table"])
            if number % 7 == 0 {
                chmod(temporary.store.path(of: output), 0o644)
                try Data("text x\(number)".utf8).write(
                    to: URL(fileURLWithPath: temporary.store.path(of: output)))
            }
        }
        let one = temporary.store.verify(threads: 1)
        let four = temporary.store.verify(threads: 4)
        #expect(one.damages == four.damages && one.bytes == four.bytes && one.objects == four.objects)
        #expect(Set(one.damages.map(\.subject.text)).count == 6)
    }

    @Test func filesThatDoNotBelongAreNamed() throws {
        let temporary = try small()
        let root = temporary.store.root
        for name in ["recipes/notes.txt", "objects/stray", "objects/ab/abc.h5"] {
            let url = URL(fileURLWithPath: "\(root)/\(name)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data("x".utf8).write(to: url)
        }
        let paths = temporary.store.verify().damages.map(\.path)
        #expect(paths == ["objects/ab/abc.h5", "objects/stray", "recipes/notes.txt"])
    }
}

extension Damage.Subject {
    fileprivate var text: String { "\(self)" }
}
