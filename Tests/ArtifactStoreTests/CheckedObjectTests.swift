import Foundation
import Testing

@testable import ArtifactStore

/// FORMAT.md, "Damage": a damaged object is never an input, and sound ones are not read again and again.
@Suite struct CheckedObjectTests {
    /// A store with one object and a link to it, old enough to be noted.
    private func settled() throws -> (TemporaryStore, link: String, file: String, note: String) {
        let temporary = try TemporaryStore()
        let output = try #require(try temporary.publish("hello").outputs["table"])
        let link = temporary.store.root + "/table.tsv"
        try temporary.store.setLink(link, to: output)
        usleep(150_000)
        let note = "\(temporary.store.root)/checked/\(output.digest.hex)"
        return (temporary, link, temporary.store.path(of: output), note)
    }

    private func overwrite(_ path: String, _ text: String) throws {
        chmod(path, 0o644)
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.write(contentsOf: Data(text.utf8))
        try file.close()
    }

    @Test func aDamagedInputIsRefused() throws {
        let (temporary, link, file, _) = try settled()
        try temporary.store.checkObject(linkedBy: link, role: "table")
        try overwrite(file, "hellp")
        #expect {
            try temporary.store.checkObject(linkedBy: link, role: "table")
        } throws: { error in
            "\(error)".contains("table.tsv (table) is damaged") && "\(error)".contains("verify --repair")
        }
    }

    @Test func aTimeThatWasSetBackHidesNothing() throws {
        let (temporary, link, file, note) = try settled()
        try temporary.store.checkObject(linkedBy: link, role: "table")
        #expect(FileSystem.exists(note))
        var before = stat()
        stat(file, &before)
        try overwrite(file, "hellp")
        let times = [before.st_atim, before.st_mtim]
        #expect(utimensat(AT_FDCWD, file, times, 0) == 0)
        #expect(throws: StoreError.self) { try temporary.store.checkObject(linkedBy: link, role: "table") }
    }

    @Test func anObjectIsReadOnceWhileNobodyTouchesIt() throws {
        let (temporary, link, file, note) = try settled()
        try temporary.store.checkObject(linkedBy: link, role: "table")
        // A note that says so of the damaged file shows that its bytes are not read.
        try overwrite(file, "hellp")
        #expect(throws: StoreError.self) { try temporary.store.checkObject(linkedBy: link, role: "table") }
        try #require(FileStamp(ofFileAt: file)).line.write(toFile: note, atomically: true, encoding: .utf8)
        try temporary.store.checkObject(linkedBy: link, role: "table")
    }

    @Test func aFreshFileIsNotNoted() throws {
        let temporary = try TemporaryStore()
        let output = try #require(try temporary.publish("hello").outputs["table"])
        try temporary.store.check(output)
        #expect(!FileSystem.exists("\(temporary.store.root)/checked/\(output.digest.hex)"))
    }

    @Test(arguments: ["", "1 2 3 4 5\n", "x", String(repeating: "9", count: 5000)])
    func aDamagedNoteOnlyCostsTime(text: String) throws {
        let (temporary, link, file, note) = try settled()
        try temporary.store.checkObject(linkedBy: link, role: "table")
        try text.write(toFile: note, atomically: true, encoding: .utf8)
        try temporary.store.checkObject(linkedBy: link, role: "table")
        let again = try String(contentsOfFile: note, encoding: .utf8)
        #expect(again == FileStamp(ofFileAt: file)?.line)
    }

    @Test func otherFilesAreNotLookedAt() throws {
        let temporary = try TemporaryStore()
        let file = try temporary.file("raw")
        #expect(throws: Never.self) { try temporary.store.checkObject(linkedBy: file, role: "raw") }
        let checked =
            (try? FileManager.default.contentsOfDirectory(atPath: temporary.store.root + "/checked")) ?? []
        #expect(checked.isEmpty, "\(checked)")
    }

    @Test func aMissingObjectIsDangling() throws {
        let (temporary, link, file, _) = try settled()
        unlink(file)
        #expect(throws: StoreError.inputDangling(role: "table", path: link)) {
            try temporary.store.checkObject(linkedBy: link, role: "table")
        }
    }
}
