import Results
import Foundation

/// A colour, each part 0...255.
package struct Colour: Equatable, Sendable {
    package let red: Double
    package let green: Double
    package let blue: Double

    package init(_ red: Double, _ green: Double, _ blue: Double) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// As gnuplot and CSS write it: `#21918c`.
    package var hexadecimal: String {
        let parts = [red, green, blue].map { Int($0.rounded()) }
        return "#" + parts.map { String(format: "%02x", $0) }.joined()
    }

    /// Relative luminance, 0 (black) ... 1 (white), as WCAG 2 defines it.
    package var luminance: Double {
        let linear = [red, green, blue].map { part -> Double in
            let share = part / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    /// Contrast of two colours, 1...21, as WCAG 2 defines it; text needs 4.5.
    package func contrast(_ other: Colour) -> Double {
        let (dark, light) = (min(luminance, other.luminance), max(luminance, other.luminance))
        return (light + 0.05) / (dark + 0.05)
    }
}

/// Viridis: perceptually uniform, of rising luminance (readable in grey), safe for colour-blind readers.
///
/// Every sixteenth of the map by van der Walt and Smith (public domain, CC0), as matplotlib has it.
package enum ColourMap {
    package static let stops = [
        Colour(68, 1, 84), Colour(72, 26, 108), Colour(71, 47, 125), Colour(65, 68, 135), Colour(57, 86, 140),
        Colour(49, 104, 142), Colour(42, 120, 142), Colour(35, 136, 142), Colour(31, 152, 139),
        Colour(34, 168, 132), Colour(53, 183, 121), Colour(84, 197, 104), Colour(122, 209, 81),
        Colour(165, 219, 54), Colour(210, 226, 27), Colour(253, 231, 37),
    ]

    /// The colour at `position`, 0...1, between the stops.
    package static func colour(at position: Double) -> Colour {
        let place = max(0, min(1, position)) * Double(stops.count - 1)
        let low = min(Int(place), stops.count - 2)
        let share = place - Double(low)
        let (from, to) = (stops[low], stops[low + 1])
        func mixed(_ part: KeyPath<Colour, Double>) -> Double {
            from[keyPath: part] + share * (to[keyPath: part] - from[keyPath: part])
        }
        return Colour(mixed(\.red), mixed(\.green), mixed(\.blue))
    }

    /// White or black, whichever can be read better on `background`: one of them always has a contrast of 4.58.
    package static func text(on background: Colour) -> Colour {
        let (white, dark) = (Colour(255, 255, 255), Colour(0, 0, 0))
        return background.contrast(white) >= background.contrast(dark) ? white : dark
    }
}
