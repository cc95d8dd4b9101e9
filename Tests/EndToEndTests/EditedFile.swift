import HDF5

/// An object of an HDF5 file as it is to be copied: change what should be different.
struct EditedObject {
    /// What a dataset holds, of a type by name.
    enum Content {
        case texts([String])
        case numbers([Double], type: String)
    }

    let path: String
    var attributes: [String: HDF5AttributeValue]
    /// Nil for a group.
    var content: Content?
    var shape: [Int]
    var isLeftOut = false

    /// The numbers of a dataset; changing them keeps the type.
    var numbers: [Double] {
        get { if case .numbers(let numbers, _)? = content { numbers } else { [] } }
        set { if case .numbers(_, let type)? = content { content = .numbers(newValue, type: type) } }
    }
}

/// Copies of HDF5 files in which something is not as a stage wrote it.
enum EditedFile {
    /// Copies `source` to the new file `target`, each object as `edit` leaves it. What no stage writes is not copied.
    static func copy(_ source: String, to target: String, edit: (inout EditedObject) -> Void) throws {
        let old = try HDF5File.open(at: source)
        let new = try HDF5File.create(at: target)
        try copyChildren(of: old.root, to: new.root, edit)
        var root = try group(old.root)
        edit(&root)
        try setAttributes(root, of: new.root)
        try new.close()
    }

    /// All objects of a file.
    static func objects(of path: String) throws -> [EditedObject] {
        var found: [EditedObject] = []
        let file = try HDF5File.open(at: path)
        found.append(try group(file.root))
        try collect(file.root, &found)
        return found
    }

    private static func collect(_ parent: borrowing HDF5Group, _ found: inout [EditedObject]) throws {
        for name in try parent.names {
            if try parent.kind(of: name) == .dataset {
                found.append(try dataset(parent.dataset(name)))
            } else {
                found.append(try group(parent.group(name)))
                try collect(parent.group(name), &found)
            }
        }
    }

    private static func copyChildren(
        of old: borrowing HDF5Group, to new: borrowing HDF5Group, _ edit: (inout EditedObject) -> Void
    ) throws {
        for name in try old.names {
            var object =
                try old.kind(of: name) == .dataset
                ? try dataset(old.dataset(name)) : try group(old.group(name))
            edit(&object)
            guard !object.isLeftOut else { continue }
            guard let content = object.content else {
                let made = try new.createGroup(name)
                try setAttributes(object, of: made)
                try copyChildren(of: old.group(name), to: made, edit)
                continue
            }
            try write(content, shape: object.shape, name: name, to: new)
            try setAttributes(object, of: new.dataset(name))
        }
    }

    private static func group(_ group: borrowing HDF5Group) throws -> EditedObject {
        EditedObject(path: group.path, attributes: try attributes(group), content: nil, shape: [])
    }

    private static func dataset(_ dataset: borrowing HDF5Dataset) throws -> EditedObject {
        var object = EditedObject(
            path: dataset.path, attributes: try attributes(dataset), content: nil, shape: dataset.shape)
        if dataset.typeName == "string" {
            object.content = .texts(try dataset.readStrings())
        } else if let constant = try dataset.unstoredValue() {
            let count = dataset.shape.reduce(1, *)
            object.content = .numbers([Double](repeating: constant, count: count), type: dataset.typeName)
        } else {
            var numbers: [Double] = []
            try dataset.forEachConvertedPiece { _, piece in piece.withUnsafeBufferPointer { numbers += $0 } }
            object.content = .numbers(numbers, type: dataset.typeName)
        }
        return object
    }

    private static func attributes<Object: HDF5Object & ~Copyable>(
        _ object: borrowing Object
    ) throws -> [String: HDF5AttributeValue] {
        var found: [String: HDF5AttributeValue] = [:]
        for name in try object.attributeNames { found[name] = try object.attribute(name).value }
        return found
    }

    private static func setAttributes<Object: HDF5Object & ~Copyable>(
        _ object: EditedObject, of target: borrowing Object
    ) throws {
        for (name, value) in object.attributes.sorted(by: { $0.key < $1.key }) {
            try target.setAttribute(name, to: value)
        }
    }

    private static func write(
        _ content: EditedObject.Content, shape: [Int], name: String, to group: borrowing HDF5Group
    ) throws {
        switch content {
        case .texts(let texts): try group.write(texts, to: name)
        case .numbers(let numbers, let type):
            switch type {
            case "float64": try group.write(numbers, to: name, shape: shape)
            case "float32": try group.write(numbers.map { Float($0) }, to: name, shape: shape)
            case "uint8": try group.write(numbers.map { UInt8($0) }, to: name, shape: shape)
            case "int32": try group.write(numbers.map { Int32($0) }, to: name, shape: shape)
            case "uint32": try group.write(numbers.map { UInt32($0) }, to: name, shape: shape)
            default: try group.write(numbers.map { Int64($0) }, to: name, shape: shape)
            }
        }
    }
}
