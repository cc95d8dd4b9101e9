import Foundation
import Testing

/// FORMAT.md, "What is read": every value of every file that stages read is right, refused by the names of file and field, or
/// means something else that is as good. Nothing is passed over in silence, and nothing crashes.
@Suite struct ConformanceTests {
    /// Everything in every kind of file, wrong in every way.
    @Test(arguments: FileKind.all)
    func whatIsWrongIsRefusedByName(kind: FileKind) throws {
        let folder = try CorruptedFiles()
        try kind.write(folder.sound)
        try kind.read(folder.sound)
        let all = try Corruption.all(of: folder.sound)
        var obeyed: Set<String> = []
        for corruption in all {
            let file = try folder.file(corruption)
            do {
                try kind.read(file)
                obeyed.insert(corruption.description)
            } catch {
                let said = "\(error)"
                #expect(
                    said.contains(file) && said.contains(corruption.field),
                    "\(kind), \(corruption): \(said)")
            }
        }
        let expected = Set(all.filter { Obedience.isRead($0, in: kind.description) }.map(\.description))
        #expect(
            obeyed == expected,
            "\(kind): not refused: \(obeyed.subtracting(expected).sorted()); refused: \(expected.subtracting(obeyed).sorted())"
        )
    }
}

/// A folder for a sound file and copies of it in which something is wrong.
final class CorruptedFiles {
    let folder: String
    let sound: String

    init() throws {
        folder = NSTemporaryDirectory() + "corrupted-\(UUID().uuidString)"
        sound = folder + "/sound.h5"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// The copy with this corruption, in place of the one before.
    func file(_ corruption: Corruption) throws -> String {
        let path = folder + "/corrupted.h5"
        try? FileManager.default.removeItem(atPath: path)
        try EditedFile.copy(sound, to: path, edit: corruption.edit)
        return path
    }
}
