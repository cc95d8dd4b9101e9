/// A fixed number of numbers in memory of its own, on 64-byte boundaries, zero at first.
///
/// A class, because kernels hold on to the memory across a training loop that must not allocate.
public final class AlignedArray<Element: BitwiseCopyable> {
    /// Number of elements.
    public let count: Int
    /// The elements; valid as long as this object lives.
    public let pointer: UnsafeMutablePointer<Element>

    /// `count` elements whose bytes are all zero.
    public init(count: Int) {
        precondition(count >= 0, "an array cannot have \(count) elements")
        self.count = count
        // Whole vectors and one more: kernels may read (but not use) a little past the end.
        let bytes = count * MemoryLayout<Element>.stride / 64 * 64 + 128
        let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        raw.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
        pointer = raw.bindMemory(to: Element.self, capacity: max(1, count))
    }

    /// A copy of `values`.
    public convenience init<Values: Collection>(_ values: Values) where Values.Element == Element {
        self.init(count: values.count)
        copy(from: values)
    }

    deinit {
        UnsafeMutableRawPointer(pointer).deallocate()
    }

    /// All elements, to read or change.
    public var elements: UnsafeMutableBufferPointer<Element> {
        UnsafeMutableBufferPointer(start: pointer, count: count)
    }

    /// The element at `index`, which must be in 0 ..< count.
    public subscript(index: Int) -> Element {
        get {
            precondition(index >= 0 && index < count, "index \(index) is not in 0 ..< \(count)")
            return pointer[index]
        }
        set {
            precondition(index >= 0 && index < count, "index \(index) is not in 0 ..< \(count)")
            pointer[index] = newValue
        }
    }

    /// Overwrites all elements; `values.count` must equal `count`.
    public func copy<Values: Collection>(from values: Values) where Values.Element == Element {
        precondition(values.count == count, "expected \(count) values, got \(values.count)")
        _ = elements.update(fromContentsOf: values)
    }

    /// Makes all bytes zero.
    public func clear() {
        UnsafeMutableRawBufferPointer(elements).initializeMemory(as: UInt8.self, repeating: 0)
    }

    /// A copy of all elements.
    public func array() -> [Element] { Array(elements) }
}
