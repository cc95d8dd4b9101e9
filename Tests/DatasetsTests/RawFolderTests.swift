import Foundation
import Testing

@testable import Datasets

/// Raw files as people have them: unpacked, packed again, in folders of their own, under other names.
@Suite struct RawFolderTests {
    private let folder: ScratchFolder

    private static let bytes: [UInt8] = Array("what the file holds".utf8)
    private static let other: [UInt8] = Array("what others hold...".utf8)

    init() throws { folder = try ScratchFolder() }

    private func raw(isKnown: Bool = true) throws -> RawFile {
        RawFile(name: "raw.gz", content: isKnown ? try content(of: Self.bytes) : nil, otherNames: ["r.a.w"])
    }

    private func find(_ raw: RawFile, acceptsAny: Bool = false) -> RawFolder.Finding {
        RawFolder(folder.url, remedy: "do something", acceptsAny: acceptsAny).find(raw)
    }

    private func found(_ raw: RawFile, acceptsAny: Bool = false) -> String? {
        guard case .right(let file) = find(raw, acceptsAny: acceptsAny) else { return nil }
        return String(file.url.path.dropFirst(folder.url.path.count + 1))
    }

    private func failure(_ raw: RawFile, acceptsAny: Bool = false) -> DatasetFileError? {
        if case .wrong(let error) = find(raw, acceptsAny: acceptsAny) { error } else { nil }
    }

    // MARK: - Known contents

    @Test(arguments: [
        ("raw.gz", true, "raw.gz"), ("raw", false, "raw"), ("raw.gz", false, "raw"), ("raw", true, "raw.gz"),
        ("r.a.w", false, "raw"), ("MNIST/raw/raw", false, "raw"), ("1/2/3/4/raw.gz", true, "raw.gz"),
        ("any name.bin", false, "raw"), ("below/any name", true, "raw.gz"),
    ])
    func contentsDecideNotNames(path: String, isPacked: Bool, storedName: String) throws {
        try folder.write(Self.other, to: "a")
        try folder.write(storedGzip(Self.other), to: "b.gz")
        try folder.write(isPacked ? storedGzip(Self.bytes) : Self.bytes, to: path)
        guard case .right(let file) = try find(raw()) else {
            Issue.record("not found")
            return
        }
        #expect(file.url.path == folder.url.path + "/" + path)
        #expect(file.name == "raw.gz" && file.storedName == storedName && file.isPublished)
    }

    /// As torchvision keeps MNIST and Fashion-MNIST beside each other, under the same names.
    @Test func theRightOneOfSeveralIsTaken() throws {
        try folder.write(Self.other, to: "A/raw")
        try folder.write(storedGzip(Self.other), to: "A/raw.gz")
        try folder.write(Self.bytes, to: "B/raw")
        #expect(try found(raw()) == "B/raw")
        // A damaged file hides no whole one, and of two whole ones that is taken which is distributed.
        try folder.write(Array(storedGzip(Self.bytes).dropLast()), to: "raw.gz")
        #expect(try found(raw()) == "B/raw")
        try folder.write(storedGzip(Self.bytes), to: "B/raw.gz")
        #expect(try found(raw()) == "B/raw.gz")
    }

    @Test func aWrongFileOfTheRightNameIsAnError() throws {
        #expect(try find(raw()).isNothing)
        try folder.write(Self.other, to: "A/raw")
        let error = try #require(try failure(raw()))
        #expect(error.problem == .wrongContent && error.remedy == "do something", "\(error)")
        #expect(error.file.hasSuffix("A/raw"))
        #expect(try error.expected.contains(content(of: Self.bytes).sha256))
        #expect(try error.found.contains(content(of: Self.other).sha256))
        // Nearer, and it cannot even be unpacked.
        try folder.write(Array(storedGzip(Self.bytes).dropLast()), to: "raw.gz")
        let damaged = try #require(try failure(raw()))
        #expect(damaged.problem == .badGzip && damaged.remedy == "do something", "\(damaged)")
    }

    @Test func aFileThatUnpacksToMoreIsNotReadToItsEnd() throws {
        let bomb = try Data(contentsOf: fixtures.appendingPathComponent("bomb-images.gz"))
        try folder.write([UInt8](bomb), to: "raw.gz")
        let error = try #require(try failure(raw()))
        #expect(error.problem == .wrongContent && error.found == "more bytes", "\(error)")
        #expect(error.place == "unpacked")
    }

    @Test func whatIsNoFileOfAnyoneIsPassedOver() throws {
        try folder.write(Self.bytes, to: "raw.part")
        try folder.write(Self.bytes, to: ".hidden/raw")
        try folder.write(Self.bytes, to: "1/2/3/4/5/raw")
        #expect(mkfifo(folder.url.path + "/raw", 0o644) == 0)
        #expect(symlink("..", folder.url.path + "/1/up") == 0)
        #expect(try find(raw()).isNothing)
        #expect(RawFolder(folder.url, remedy: "", acceptsAny: false).isCut)
        // Links to folders are followed.
        let outside = try ScratchFolder()
        try outside.write(Self.bytes, to: "raw")
        #expect(symlink(outside.url.path, folder.url.path + "/linked") == 0)
        #expect(try found(raw()) == "linked/raw")
    }

    @Test func aFolderWithoutEndIsLookedAtInPart() throws {
        for number in 0..<10_001 { try folder.write([], to: "a/\(number)") }
        try folder.write(Self.bytes, to: "b/raw")
        let place = RawFolder(folder.url, remedy: "", acceptsAny: false)
        #expect(try place.find(raw()).isNothing && place.isCut)
        try folder.write(Self.bytes, to: "raw")
        #expect(try found(raw()) == "raw")
    }

    // MARK: - Archives

    private static let members = [
        TestMember(path: "about.txt", content: [1]), TestMember(path: "in/one", content: bytes),
        TestMember(path: "in/two", content: other),
    ]

    private func archive(isKnown: Bool = true) throws -> RawFile {
        let known = isKnown ? [try content(of: Self.bytes), try content(of: Self.other)] : [nil, nil]
        return RawFile(
            archive: "x.tar.gz", holding: zip(["one", "two"], known).map { RawContent(name: $0, known: $1) })
    }

    private func write(_ members: [TestMember] = members, as ending: String, to path: String) throws {
        try folder.write([], to: path)
        let write = [".tar": TestArchive.tar, ".tar.gz": TestArchive.tarGzip, ".zip": TestArchive.zip][ending]
        try write?(members, folder.url.appendingPathComponent(path))
    }

    @Test(arguments: [".tar", ".tar.gz", ".zip"], ["x.tar.gz", "x.tgz", "below/x.zip"])
    func anArchiveIsKnownByItsMembers(ending: String, path: String) throws {
        // Of so few bytes the frame of a tar is the most; the published archives are far longer than it.
        try write(as: ending, to: path)
        guard case .right(let file) = try find(archive()) else {
            Issue.record("not found")
            return
        }
        #expect(file.storedName == "x" + ending && file.isPublished)
        #expect(try found(archive(isKnown: false)) == path)
    }

    @Test func anArchiveOfAnotherNameIsFoundByItsLength() throws {
        let long = (0..<40_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }
        let raw = RawFile(
            archive: "x.tar.gz", holding: [RawContent(name: "one", known: try content(of: long))])
        for ending in [".tar", ".tar.gz", ".zip"] {
            try write([TestMember(path: "in/one", content: long)], as: ending, to: "other")
            #expect(found(raw) == "other", "\(ending)")
        }
    }

    @Test func anArchiveOfOtherMembersIsWrong() throws {
        var members = Self.members
        members[2].content[3] ^= 1
        try write(members, as: ".tar", to: "x.tar")
        let wrong = try #require(try failure(archive()))
        #expect(wrong.problem == .wrongContent && wrong.place == "member in/two", "\(wrong)")
        try write(Array(Self.members.dropLast()), as: ".tar", to: "x.tar")
        let less = try #require(try failure(archive()))
        #expect(less.problem == .badArchive && less.found == "no two", "\(less)")
        try write(Self.members + [TestMember(path: "again/one", content: [1])], as: ".tar", to: "x.tar")
        #expect(try failure(archive())?.found == "one again")
    }

    // MARK: - Any contents

    /// Without a digest names decide, and luck must not.
    @Test(arguments: [(true, true), (false, false)])
    func withoutADigestTheOnlyFileOfTheNameIsTaken(isKnown: Bool, acceptsAny: Bool) throws {
        let raw = try raw(isKnown: isKnown)
        try folder.write(Self.other, to: "any name")
        #expect(found(raw, acceptsAny: acceptsAny) == nil)
        try folder.write(Self.other, to: "B/raw")
        try folder.write(storedGzip(Self.other), to: "B/raw.gz")
        #expect(found(raw, acceptsAny: acceptsAny) == "B/raw.gz")
        try folder.write(Self.other, to: "A/raw")
        let error = try #require(failure(raw, acceptsAny: acceptsAny))
        #expect(error.problem == .ambiguous && error.remedy.contains("name the folder"), "\(error)")
        #expect(error.found.contains("A/raw") && error.found.contains("B/raw"))
        try folder.write(Self.other, to: "raw")
        #expect(found(raw, acceptsAny: acceptsAny) == "raw")
    }

    @Test func anUnknownZipIsKnownByItsMembers() throws {
        try write(as: ".zip", to: "one.zip")
        try write(Array(Self.members.dropLast()), as: ".zip", to: "less.zip")
        let raw = try archive(isKnown: false)
        #expect(found(raw) == "one.zip")
        try write(as: ".zip", to: "two.zip")
        #expect(failure(raw)?.problem == .ambiguous)
        try write(as: ".zip", to: "x.zip")
        #expect(found(raw) == "x.zip")
    }
}
