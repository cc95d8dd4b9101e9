import Foundation
import Testing

@testable import ArtifactStore

/// What stands where links belong, and what times it has.
@Suite struct PlacesTests {
    private func linked(_ names: String...) throws -> TemporaryStore {
        let temporary = try TemporaryStore()
        for name in names {
            let record = try temporary.publish(name)
            try temporary.store.setLink("\(temporary.store.root)/\(name)", to: record.outputs["table"]!)
        }
        return temporary
    }

    private func place(_ temporary: TemporaryStore, _ name: String) -> LinkPlace.Content? {
        temporary.store.places().first { $0.path == name }?.content
    }

    @Test func tellsLinksFromFiles() throws {
        let temporary = try linked("data/a.tsv", "runs/x/b.tsv", "masks/c.tsv")
        let store = temporary.store
        let object = try #require(store.object(linkedBy: store.root + "/data/a.tsv"))
        try FileManager.default.removeItem(
            atPath: store.path(ofObject: object.digest, extension: object.extension))
        try FileManager.default.removeItem(atPath: store.root + "/masks/c.tsv")
        try Data("mine".utf8).write(to: URL(fileURLWithPath: store.root + "/masks/c.tsv"))
        #expect(place(temporary, "data/a.tsv") == .broken)
        #expect(place(temporary, "runs/x/b.tsv") == .object)
        #expect(place(temporary, "masks/c.tsv") == .file(bytes: 4))
        #expect(store.places().count == 3)
    }

    /// What `cp -rL` makes of a store, and a cloud folder.
    @Test func copiesOfObjectsBecomeLinksAgain() throws {
        let temporary = try linked("data/a.tsv", "runs/x/b.tsv")
        let store = temporary.store
        let before = store.links()
        try store.keep(try store.resolve("data/a.tsv"))
        let kept = try #require(FileSystem.names(in: store.root + "/kept").first)
        for link in before + ["kept/\(kept)"] {
            let path = "\(store.root)/\(link)"
            let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            try FileManager.default.removeItem(atPath: path)
            try bytes.write(to: URL(fileURLWithPath: path))
        }
        // A person's own file stays what it is.
        try Data("notes".utf8).write(to: URL(fileURLWithPath: store.root + "/runs/x/notes.txt"))
        let damages = store.verify().damages
        #expect(damages.map(\.path) == ["data/a.tsv", "kept/\(kept)", "runs/x/b.tsv"])
        for case .copy(let path) in damages.map(\.subject) { try store.restoreLink(inPlaceOfCopyAt: path) }
        #expect(store.verify().damages.isEmpty)
        #expect(store.links() == (before + ["kept/\(kept)"]).sorted())
        #expect(FileSystem.size(of: store.root + "/runs/x/notes.txt") == 5)
    }

    @Test func editedFilesAreNotMadeLinks() throws {
        let temporary = try linked("data/a.tsv")
        let path = temporary.store.root + "/data/a.tsv"
        try FileManager.default.removeItem(atPath: path)
        try Data("edited".utf8).write(to: URL(fileURLWithPath: path))
        #expect(temporary.store.verify().damages.isEmpty)
        #expect(throws: StoreError.self) {
            try temporary.store.restoreLink(inPlaceOfCopyAt: "data/a.tsv")
        }
        #expect(FileSystem.size(of: path) == 6)
    }

    /// As `make -t` leaves one.
    @Test func anEmptyFileStandsInNobodysWay() throws {
        let temporary = try linked("data/a.tsv")
        let store = temporary.store
        let output = try store.resolve("data/a.tsv")
        let path = store.root + "/data/a.tsv"
        try FileManager.default.removeItem(atPath: path)
        #expect(FileManager.default.createFile(atPath: path, contents: nil))
        #expect(store.verify().damages.map(\.path) == ["data/a.tsv"])
        try store.setLink(path, to: output)
        #expect(store.object(linkedBy: path)?.digest == output.digest)
    }

    @Test func futureTimesPassInTheirOrder() throws {
        let temporary = try linked("data/late.tsv", "data/later.tsv", "data/latest.tsv", "data/now.tsv")
        let store = temporary.store
        let now = FileStamp.now
        let hour = 3_600_000_000_000
        for (name, ahead) in [("late", hour), ("later", 2 * hour), ("latest", 3 * hour)] {
            try FileSystem.setTime(of: "\(store.root)/data/\(name).tsv", to: now + ahead)
        }
        let found = try #require(store.setPastTimes(among: store.places()))
        #expect(found.count == 3 && found.failure == nil && abs(found.seconds - 10_800) < 60)
        let places = store.places().sorted { $0.modified < $1.modified }
        #expect(places.map(\.path) == ["now", "late", "later", "latest"].map { "data/\($0).tsv" })
        #expect(places.allSatisfy { $0.modified <= FileStamp.now })
        #expect(store.setPastTimes(among: store.places()) == nil)
    }
}
