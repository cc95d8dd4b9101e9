import Foundation
import Testing

@testable import Datasets

@Suite struct FileDigestTests {
    // NIST's examples for SHA-256, and the empty message.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
    func knownDigests(text: String, sha256: String) throws {
        let folder = try ScratchFolder()
        let digest = try FileDigest(of: folder.write(Array(text.utf8), to: "text"))
        #expect(digest.sha256 == sha256)
        #expect(digest.byteCount == text.utf8.count)
    }

    @Test func absentFileIsNamed() throws {
        let error = fileError { _ = try FileDigest(of: URL(fileURLWithPath: "/nowhere/file")) }
        #expect(error?.problem == .unreadable)
        #expect(error?.file == "/nowhere/file")
    }
}
