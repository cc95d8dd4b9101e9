import Results
import Foundation

/// The SVG with a title for screen readers, fonts to fall back on, crisp pixels, and nothing about the program.
package func reproducibleSVG(_ bytes: Data, title: String) -> Data {
    var text = String(decoding: bytes, as: UTF8.self)
    text = text.replacing(/<title>[^<]*<\/title>/, with: "<title>\(escaped(title))</title>")
    text = text.replacing(/<desc>[^<]*<\/desc>\n?/, with: "")
    text = text.replacing(
        /font-family="DejaVu Sans"/, with: #"font-family="DejaVu Sans, Verdana, sans-serif""#)
    // Two words for crisp pixels: CSS of browsers, and the attribute of SVG 1.1.
    let crisp = #"<image style="image-rendering:pixelated" image-rendering="optimizeSpeed" "#
    text = text.replacing("<image ", with: crisp)
    return Data(text.utf8)
}

/// The PDF with the date of creation set to 1970-01-01, for versions of cairo that ignore SOURCE_DATE_EPOCH.
///
/// Every byte stays where it is, so that the table of offsets stays right.
package func reproduciblePDF(_ bytes: Data) -> Data {
    var result = [UInt8](bytes)
    for key in ["/CreationDate (D:", "/ModDate (D:"] {
        let pattern = Array(key.utf8)
        guard let start = result.firstRange(of: pattern)?.upperBound else { continue }
        let fixedDate = Array("19700101000000".utf8)
        for (offset, digit) in fixedDate.enumerated() where start + offset < result.count {
            result[start + offset] = digit
        }
        // The time zone follows, as +01'00 or Z: its digits become zeros.
        var place = start + fixedDate.count
        while place < result.count, result[place] != UInt8(ascii: ")") {
            if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(result[place]) {
                result[place] = UInt8(ascii: "0")
            }
            place += 1
        }
    }
    return Data(result)
}

/// Text for HTML, XML and attributes in double or single quotes.
package func escaped(_ text: String) -> String {
    var result = ""
    for character in text.unicodeScalars {
        switch character {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case "'": result += "&#39;"
        default: result.unicodeScalars.append(character)
        }
    }
    return result
}
