import Archives
import Foundation
import Mutations
import Testing

@testable import Datasets

@Suite struct ArchiveReaderTests {
    private let folder: ScratchFolder
    static let small = [
        TestMember(path: "a/"), TestMember(path: "a/one.txt", content: Array("first".utf8)),
        TestMember(path: "a/two.bin", content: (0..<5000).map { UInt8($0 % 251) }),
    ]

    init() throws { folder = try ScratchFolder() }

    private func archive(_ format: RawForm, _ members: [TestMember]) throws -> URL {
        let url = folder.url.appendingPathComponent(format == .zip ? "x.zip" : "x.tar.gz")
        switch format {
        case .zip: try TestArchive.zip(members, to: url)
        case .gzip: try TestArchive.tarGzip(members, to: url)
        case .plain: try TestArchive.tar(members, to: url)
        }
        return url
    }

    /// All members and their contents.
    static func read(
        _ url: URL, _ format: RawForm,
        limits: ArchiveLimits = ArchiveLimits(memberBytes: 10_000, totalBytes: 100_000, members: 10)
    ) throws -> [String: [UInt8]] {
        let reader = try ArchiveReader(url, format, limits: limits)
        var contents: [String: [UInt8]] = [:]
        while let member = try reader.next() {
            var buffer = [UInt8](repeating: 0, count: 1 << 14)
            let count = try buffer.withUnsafeMutableBytes { try member.fill($0) }
            contents[member.path] = Array(buffer[..<count])
        }
        return contents
    }

    /// The first member, in pieces.
    private static func readFirst(
        _ url: URL, _ format: RawForm, limits: ArchiveLimits
    ) throws {
        let reader = try ArchiveReader(url, format, limits: limits)
        let member = try #require(try reader.next())
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while try buffer.withUnsafeMutableBytes({ try member.read(into: $0) }) > 0 {}
    }

    /// Those with check sums.
    static let formats = [RawForm.zip, .gzip]
    static let allFormats = formats + [.plain]

    @Test(arguments: allFormats) func membersAreRead(format: RawForm) throws {
        let contents = try Self.read(archive(format, Self.small.dropFirst().map { $0 }), format)
        #expect(contents.keys.sorted() == ["a/one.txt", "a/two.bin"])
        #expect(
            contents["a/one.txt"] == Array("first".utf8) && contents["a/two.bin"] == Self.small[2].content)
    }

    @Test(arguments: allFormats) func membersCanBePassedOver(format: RawForm) throws {
        let url = try archive(format, Self.small.dropFirst().map { $0 })
        let reader = try ArchiveReader(
            url, format, limits: ArchiveLimits(memberBytes: 5000, totalBytes: 100_000))
        var names: [String] = []
        while let member = try reader.next() { names.append(String(member.name)) }
        #expect(names == ["one.txt", "two.bin"])
    }

    @Test(arguments: allFormats, ["../evil", "/etc/passwd", "a/../../b", "..", "a\\..\\b"])
    func pathsThatLeadOutAreRefused(format: RawForm, path: String) throws {
        let url = try archive(format, [TestMember(path: path, content: [1])])
        let error = try #require(fileError { _ = try Self.read(url, format) })
        #expect(error.problem == .badArchive && error.found.contains("leads out"), "\(error)")
        // libarchive turns the other system's separators into ours.
        #expect(error.place.replacing("\\", with: "/") == "member \(path)".replacing("\\", with: "/"))
        #expect(error.file == url.path)
    }

    @Test(arguments: allFormats) func linksAreRefused(format: RawForm) throws {
        let url = try archive(format, [TestMember(path: "link", link: "/etc/passwd")])
        let error = try #require(fileError { _ = try Self.read(url, format) })
        #expect(error.problem == .badArchive && error.found == "a link or device", "\(error)")
    }

    /// Sixteen megabytes of zeros are sixteen kilobytes packed; they are refused by what the header announces.
    @Test(arguments: formats) func bombsAreRefused(format: RawForm) throws {
        let zeros = [UInt8](repeating: 0, count: 1 << 24)
        let url = try archive(format, [TestMember(path: "zeros", content: zeros)])
        #expect(try Data(contentsOf: url).count < 1 << 16)
        let limits = ArchiveLimits(memberBytes: 10_000, totalBytes: 1 << 20)
        let error = try #require(fileError { _ = try Self.read(url, format, limits: limits) })
        #expect(error.problem == .badArchive && error.expected == "at most 10000 bytes unpacked", "\(error)")
        #expect(error.found.contains("16777216"))
        // Where the header is not asked, the bytes are counted.
        let total = ArchiveLimits(memberBytes: 1 << 25, totalBytes: 1 << 20)
        let counted = try #require(fileError { try Self.readFirst(url, format, limits: total) })
        #expect(counted.problem == .badArchive && counted.expected.hasPrefix("at most"), "\(counted)")
    }

    /// Many members that are each small enough.
    @Test(arguments: allFormats) func manyMembersAreRefused(format: RawForm) throws {
        let many = (0..<11).map { TestMember(path: "\($0)", content: [1]) }
        let url = try archive(format, many)
        let error = try #require(fileError { _ = try Self.read(url, format) })
        #expect(error.problem == .badArchive && error.expected == "at most 10 members", "\(error)")
        let total = ArchiveLimits(memberBytes: 10, totalBytes: 5, members: 20)
        #expect(throws: DatasetFileError.self) { try Self.read(url, format, limits: total) }
    }

    @Test(arguments: formats) func everyCutIsNoticed(format: RawForm) throws {
        let url = try archive(format, Self.small.dropFirst().map { $0 })
        let whole = try [UInt8](Data(contentsOf: url))
        for length in 0..<whole.count {
            let cut = try folder.write(Array(whole[..<length]), to: "cut")
            let error = try #require(fileError { _ = try Self.read(cut, format) }, "cut to \(length) bytes")
            #expect([.badArchive, .badGzip].contains(error.problem) && error.file == cut.path)
        }
    }

    @Test func wrongCheckSumOfZipIsNoticed() throws {
        let url = try archive(.zip, [TestMember(path: "a", content: Array(repeating: 7, count: 50))])
        var bytes = try [UInt8](Data(contentsOf: url))
        let central = try #require(bytes.indices.first { bytes[$0...].starts(with: [0x50, 0x4B, 1, 2]) })
        bytes[central + 16] ^= 1
        let changed = try folder.write(bytes, to: "changed.zip")
        let error = try #require(fileError { _ = try Self.read(changed, .zip) })
        #expect(error.problem == .badArchive && error.place == "member a", "\(error)")
    }

    @Test func bytesAfterATarAreRefused() throws {
        let url = try archive(.gzip, Self.small.dropFirst().map { $0 })
        let bytes = try [UInt8](Data(contentsOf: url))
        let longer = try folder.write(bytes + [1], to: "longer.tar.gz")
        #expect(fileError { _ = try Self.read(longer, .gzip) }?.problem == .badGzip)
        let padded = storedGzip([UInt8](repeating: 0, count: 10_240) + [1])
        let nonZero = try folder.write(padded, to: "padded.tar.gz")
        let error = try #require(fileError { _ = try Self.read(nonZero, .gzip) })
        #expect(error.problem == .badArchive && error.found == "more bytes", "\(error)")
    }

    @Test func otherFormatsAndAbsentFilesAreNamed() throws {
        let text = try folder.write(Array("no archive at all, but some text".utf8), to: "text")
        #expect(fileError { _ = try Self.read(text, .zip) }?.problem == .badArchive)
        #expect(fileError { _ = try Self.read(text, .gzip) }?.problem == .badGzip)
        let tarAsText = try folder.write(storedGzip(Array("no tar".utf8)), to: "text.gz")
        #expect(fileError { _ = try Self.read(tarAsText, .gzip) }?.problem == .badArchive)
        let nowhere = URL(fileURLWithPath: "/nowhere/x.zip")
        for format in Self.formats {
            let error = fileError { _ = try Self.read(nowhere, format) }
            #expect(error?.problem == .unreadable && error?.file == nowhere.path)
        }
    }

    /// Damaged archives give an error or the same contents: both formats have check sums.
    @Test(arguments: formats) func damagesAreNoticed(format: RawForm) throws {
        let original = try Data(contentsOf: archive(format, Self.small.dropFirst().map { $0 }))
        let contents = Set(Self.small.map(\.content))
        var generator = SplitMix64(state: 5)
        var refused = 0
        let count = mutants(2_000, outOf: 10_000)
        for mutant in 0..<count {
            let file = try folder.write(mutated([UInt8](original), &generator), to: "mutant")
            do {
                let found = try Self.read(file, format)
                // Paths and the list of members of a zip have no check sum; what is read of a member does.
                #expect(Set(found.values).isSubset(of: contents), "mutant \(mutant)")
            } catch is DatasetFileError {
                refused += 1
            }
        }
        #expect(refused > count / 2)
        print("Damaged \(format) archives: \(refused) of \(count) refused, the others without consequence")
    }
}
