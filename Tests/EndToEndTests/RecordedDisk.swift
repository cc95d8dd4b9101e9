import Foundation

/// A disk that is told the operations that fixtures/faults.c recorded, and knows what of them may be lost when power fails:
/// what was written to a file since its last fsync, and what became of a name since the last fsync of its folder.
final class RecordedDisk {
    /// What survives besides that which is durable.
    enum Loss: CaseIterable {
        /// Nothing survives that is not durable.
        case everything
        /// Names survive, contents do not: as on a file system that writes its journal first.
        case contents
        /// Contents survive, names do not.
        case names
        /// Each name and each write survives or not, by chance.
        case some
    }

    private final class File {
        var current: [UInt8] = []
        var durable: [UInt8] = []
    }

    private final class Folder {
        var children: [String: Node] = [:]
    }

    private indirect enum Node {
        case file(File)
        case folder(Folder)
        case link(String)
    }

    /// Names that change together, when one of the folders is made durable or, perhaps, before.
    private struct Change {
        let names: [(folder: Folder, name: String, node: Node?)]
        var isDurable = false
    }

    private let root: String
    private let top = Folder()
    private var files: [UInt64: File] = [:]
    private var changes: [Change] = []

    /// The disk of a store at `root`, which is there already.
    init(root: String) { self.root = root }

    /// Does one operation.
    func perform(_ operation: RecordedOperation) {
        switch operation.kind {
        case "create":
            let file = File()
            files[operation.inode] = file
            change([(operation.one, .file(file))])
        case "write":
            let file = files[operation.inode] ?? File()
            let end = operation.offset + operation.bytes.count
            if file.current.count < end {
                file.current += Array(repeating: 0, count: end - file.current.count)
            }
            file.current.replaceSubrange(operation.offset..<end, with: operation.bytes)
        case "truncate":
            guard let file = files[operation.inode] else { return }
            let more = max(0, operation.offset - file.current.count)
            file.current = Array(file.current.prefix(operation.offset)) + Array(repeating: 0, count: more)
        case "sync":
            if let file = files[operation.inode] { file.durable = file.current }
        case "syncdir":
            guard let folder = folder(operation.one) else { return }
            for index in changes.indices where changes[index].names.contains(where: { $0.folder === folder })
            {
                changes[index].isDurable = true
            }
        case "mkdir": change([(operation.one, .folder(Folder()))])
        case "symlink": change([(operation.one, .link(operation.two))])
        case "unlink": change([(operation.one, nil)])
        case "rename": change([(operation.one, nil), (operation.two, node(operation.one))])
        default: preconditionFailure("unknown operation \(operation.kind)")
        }
    }

    private func change(_ named: [(path: String, node: Node?)]) {
        var names: [(folder: Folder, name: String, node: Node?)] = []
        for (path, node) in named {
            guard let folder = folder((path as NSString).deletingLastPathComponent) else { continue }
            let name = (path as NSString).lastPathComponent
            names.append((folder, name, node))
            folder.children[name] = node
        }
        changes.append(Change(names: names))
    }

    private func parts(_ path: String) -> [String] {
        path == root ? [] : path.dropFirst(root.count + 1).split(separator: "/").map(String.init)
    }

    /// The folder at `path` as it is now; one that was there from the beginning becomes known.
    private func folder(_ path: String) -> Folder? {
        guard path == root || path.hasPrefix(root + "/") else { return nil }
        var folder = top
        for part in parts(path) {
            if case .folder(let next) = folder.children[part] {
                folder = next
            } else {
                let known = Folder()
                folder.children[part] = .folder(known)
                changes.append(Change(names: [(folder, part, .folder(known))], isDurable: true))
                folder = known
            }
        }
        return folder
    }

    private func node(_ path: String) -> Node? {
        folder((path as NSString).deletingLastPathComponent)?.children[(path as NSString).lastPathComponent]
    }
}

// MARK: - What is left

extension RecordedDisk {
    /// Makes of `copy`, a copy of the store as it was before, what may be left when power fails now.
    func writeRemains(_ loss: Loss, seed: UInt64, to copy: String) throws {
        var chance = SplitMix(state: seed)
        var left: [ObjectIdentifier: [(String, Node?)]] = [:]
        for change in changes {
            guard change.isDurable || loss == .contents || (loss == .some && chance.next() % 2 == 0) else {
                continue
            }
            for (folder, name, node) in change.names {
                left[ObjectIdentifier(folder), default: []].append((name, node))
            }
        }
        try write(top, left, loss, &chance, to: copy)
    }

    private func write(
        _ folder: Folder, _ left: [ObjectIdentifier: [(String, Node?)]], _ loss: Loss,
        _ chance: inout SplitMix, to path: String
    ) throws {
        var last: [String: Node?] = [:]
        for (name, node) in left[ObjectIdentifier(folder)] ?? [] { last.updateValue(node, forKey: name) }
        let manager = FileManager.default
        for (name, node) in last.sorted(by: { $0.key < $1.key }) {
            let target = "\(path)/\(name)"
            if case .folder(let inside) = node {
                try manager.createDirectory(atPath: target, withIntermediateDirectories: true)
                try write(inside, left, loss, &chance, to: target)
                continue
            }
            if (try? manager.attributesOfItem(atPath: target)) != nil {
                try manager.removeItem(atPath: target)
            }
            switch node {
            case .file(let file):
                let bytes = remains(of: file, loss, &chance)
                try Data(bytes).write(to: URL(fileURLWithPath: target))
            case .link(let destination):
                try manager.createSymbolicLink(atPath: target, withDestinationPath: destination)
            default: break
            }
        }
    }

    private func remains(of file: File, _ loss: Loss, _ chance: inout SplitMix) -> [UInt8] {
        switch loss {
        case .everything, .contents: return file.durable
        case .names: return file.current
        case .some:
            guard file.current != file.durable else { return file.durable }
            switch chance.next() % 3 {
            case 0: return file.durable
            case 1: return file.current
            // The size survived, and a part of the contents.
            default:
                let kept = Int(chance.next() % UInt64(file.current.count + 1))
                return file.current.prefix(kept)
                    + Array(repeating: 0, count: file.current.count - kept)
            }
        }
    }
}

/// A small generator, the same on every machine.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

/// One operation as fixtures/faults.c writes it.
struct RecordedOperation {
    let kind: String
    let inode: UInt64
    let offset: Int
    let one: String
    let two: String
    let bytes: [UInt8]

    /// All operations of a log.
    static func read(_ path: String) throws -> [RecordedOperation] {
        let log = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        var operations: [RecordedOperation] = []
        var position = 0
        func take(_ count: Int) -> ArraySlice<UInt8> {
            defer { position += count }
            return log[position..<position + count]
        }
        while let end = log[position...].firstIndex(of: 10) {
            let head = String(decoding: take(end - position), as: UTF8.self).split(separator: " ")
            position += 1
            let lengths = head[3...].compactMap { Int($0) }
            operations.append(
                RecordedOperation(
                    kind: String(head[0]), inode: UInt64(head[1]) ?? 0, offset: Int(head[2]) ?? 0,
                    one: String(decoding: take(lengths[0]), as: UTF8.self),
                    two: String(decoding: take(lengths[1]), as: UTF8.self), bytes: Array(take(lengths[2]))))
        }
        return operations
    }
}
