#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A fixed number of numbers in memory of its own, on 64-byte boundaries, initially zero.
///
/// This is a class, because kernels hold on to the memory across a training loop that must not allocate. Large arrays
/// come from the system page by page as they are used, so what is allocated early costs no memory until it is needed.
///
/// While a device computes with an array, the newest numbers may lie there; whoever asks for them here waits for them.
package final class AlignedArray<Element: BitwiseCopyable> {
    /// Number of elements.
    package let count: Int
    private let memory: UnsafeMutablePointer<Element>
    /// For `DeviceMirror`: the memory as it is, new or not.
    var hostMemory: UnsafeMutableRawPointer { UnsafeMutableRawPointer(memory) }
    /// The copy on a device, if there is one.
    var mirror: DeviceMirror?

    /// The elements, to read or change; valid as long as this object lives and no kernel has run since. A pointer, since C takes it.
    package var pointer: UnsafeMutablePointer<Element> {
        mirror?.bringHome(into: memory, toChange: true)
        return memory
    }

    /// The elements, to read; a buffer, since kernels in C take its pointer, and since it is valid longer than a call.
    package var contents: UnsafeBufferPointer<Element> {
        mirror?.bringHome(into: memory, toChange: false)
        return UnsafeBufferPointer(start: memory, count: count)
    }

    /// `count` elements whose bytes are all zero.
    package init(count: Int) {
        precondition(count >= 0, "an array cannot have \(count) elements")
        self.count = count
        // Whole vectors, and two more: kernels may read (but not use) a little beyond the end.
        bytes = count * MemoryLayout<Element>.stride / 64 * 64 + 192
        let raw = bytes < Self.large ? Self.zeros(bytes) : Self.pages(bytes)
        memory = raw.bindMemory(to: Element.self, capacity: max(1, count))
    }

    /// Memory of all elements and of what is after them.
    package let bytes: Int
    /// From this size on, memory is taken as pages of the system.
    private static var large: Int { 1 << 20 }
    /// From this size on, in pages of 2 MB, if the system has them: the page table then needs fewer entries.
    private static var huge: Int { 1 << 24 }

    private static func zeros(_ bytes: Int) -> UnsafeMutableRawPointer {
        let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        raw.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
        return raw
    }

    private static func pages(_ bytes: Int) -> UnsafeMutableRawPointer {
        let raw = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let raw, raw != MAP_FAILED else {
            fatalError("out of memory: the system has no \(bytes >> 20) MB left for an array")
        }
        if bytes >= huge { _ = madvise(raw, bytes, MADV_HUGEPAGE) }
        return raw
    }

    /// A copy of `values`.
    package convenience init<Values: Collection>(_ values: Values) where Values.Element == Element {
        self.init(count: values.count)
        copy(from: values)
    }

    deinit {
        if bytes < Self.large {
            UnsafeMutableRawPointer(memory).deallocate()
        } else {
            munmap(memory, bytes)
        }
    }

    /// All elements, to read or change; a buffer for the inner loops of Swift, valid as `pointer` is.
    package var elements: UnsafeMutableBufferPointer<Element> {
        UnsafeMutableBufferPointer(start: pointer, count: count)
    }

    /// The element at `index`, which must be in 0 ..< count.
    package subscript(index: Int) -> Element {
        get {
            precondition(index >= 0 && index < count, "index \(index) is not in 0 ..< \(count)")
            return contents[index]
        }
        set {
            precondition(index >= 0 && index < count, "index \(index) is not in 0 ..< \(count)")
            pointer[index] = newValue
        }
    }

    /// Overwrites all elements; `values.count` must equal `count`.
    package func copy<Values: Collection>(from values: Values) where Values.Element == Element {
        precondition(values.count == count, "expected \(count) values, got \(values.count)")
        mirror?.becomeStale()
        _ = UnsafeMutableBufferPointer(start: memory, count: count).update(fromContentsOf: values)
    }

    /// Makes all bytes zero; a large array gives its memory back to the system until it is used again.
    package func release() {
        mirror?.becomeStale()
        if bytes < Self.large || madvise(memory, bytes, MADV_DONTNEED) != 0 { clear() }
    }

    /// Makes all bytes zero.
    package func clear() {
        mirror?.becomeStale()
        memset(memory, 0, count * MemoryLayout<Element>.stride)
    }

    /// A copy of all elements.
    package func array() -> [Element] { Array(contents) }
}
