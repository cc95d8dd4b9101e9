/// Which class a label stands for.
struct ClassTable {
    private let byNumber: [Int64: UInt8]
    private let byText: [String: UInt8]
    /// All labels, for errors about arrays and about text.
    let numbers: String
    let texts: String

    /// The labels of at most 256 classes. In arrays, labels that are not given are 0, 1, …; in text, the names.
    init(_ classes: [DatasetDescription.Class]) {
        let numbers = classes.enumerated().map { $1.label.map { Int64($0) } ?? Int64($0) }
        let texts = classes.map { $0.label ?? $0.name }
        byNumber = Dictionary(
            numbers.enumerated().compactMap { index, number in number.map { ($0, UInt8(index)) } }
        ) { first, _ in first }
        byText = Dictionary(texts.enumerated().map { ($1, UInt8($0)) }) { first, _ in first }
        let areGiven = classes.contains { $0.label != nil }
        self.numbers = areGiven ? Self.list(texts) : "0 to \(classes.count - 1)"
        self.texts = Self.list(texts)
    }

    /// The class of a label in an array.
    func index(of number: Int64) -> UInt8? { byNumber[number] }

    /// The class of a label in text.
    func index(of text: String) -> UInt8? { byText[text] }

    /// What helps where a label in text is not that of a class.
    static let remedyForText =
        DatasetFileError.correctFileOrDescription
        + "; a mapping gives names to labels that are written otherwise, as in classes: {zero: 0, one: 1}"
    /// What helps where labels in an array are not whole numbers.
    static let remedyForArrays =
        "write labels as whole numbers: their places in classes, from 0, or the numbers that a mapping gives, as in "
        + "classes: {low: 1, high: 2}"

    private static func list(_ words: [String]) -> String {
        words.prefix(10).joined(separator: ", ") + (words.count > 10 ? ", …" : "")
    }
}
