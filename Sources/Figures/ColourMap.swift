import Foundation

/// A colour, each part 0...255.
struct Colour: Equatable, Sendable {
    let red: Double
    let green: Double
    let blue: Double

    init(_ red: Double, _ green: Double, _ blue: Double) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// As gnuplot and CSS write it: `#21918c`.
    var hexadecimal: String {
        let parts = [red, green, blue].map { Int($0.rounded()) }
        return "#" + parts.map { String(format: "%02x", $0) }.joined()
    }

    /// Relative luminance, 0 (black) ... 1 (white), as WCAG 2 defines it.
    var luminance: Double {
        let linear = [red, green, blue].map { part -> Double in
            let share = part / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    /// Contrast of two colours, 1...21, as WCAG 2 defines it; text needs 4.5.
    func contrast(_ other: Colour) -> Double {
        let (dark, light) = (min(luminance, other.luminance), max(luminance, other.luminance))
        return (light + 0.05) / (dark + 0.05)
    }
}

/// Viridis: perceptually uniform, of rising luminance (readable in grey), safe for colour-blind readers.
///
/// Every sixteenth of the map by van der Walt and Smith (public domain, CC0), as matplotlib has it.
enum ColourMap {
    static let stops = [
        Colour(68, 1, 84), Colour(72, 26, 108), Colour(71, 47, 125), Colour(65, 68, 135), Colour(57, 86, 140),
        Colour(49, 104, 142), Colour(42, 120, 142), Colour(35, 136, 142), Colour(31, 152, 139),
        Colour(34, 168, 132), Colour(53, 183, 121), Colour(84, 197, 104), Colour(122, 209, 81),
        Colour(165, 219, 54), Colour(210, 226, 27), Colour(253, 231, 37),
    ]

    /// The colour at `position`, 0...1, between the stops.
    static func colour(at position: Double) -> Colour {
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
    static func text(on background: Colour) -> Colour {
        let (white, dark) = (Colour(255, 255, 255), Colour(0, 0, 0))
        return background.contrast(white) >= background.contrast(dark) ? white : dark
    }
}

/// Round limits around values in percent: the widest step of 1, 2, 5, 10 or 20 that leaves 4 to 10 ticks.
struct RoundScale: Equatable {
    let low: Double
    let high: Double
    let step: Double

    /// Limits within 0...100 that hold all `values`.
    init(_ values: [Double]) {
        self.init(values, within: 0...100, steps: [0.2, 0.5, 1, 2, 5, 10, 20])
    }

    /// Limits within `range` that hold all `values`, in steps of any power of ten, twice or five times it.
    init(_ values: [Double], within range: ClosedRange<Double>) {
        let steps = (-6...6).flatMap { power in [1, 2, 5].map { $0 * pow(10, Double(power)) } }
        self.init(values, within: range, steps: steps)
    }

    private init(_ values: [Double], within range: ClosedRange<Double>, steps: [Double]) {
        let (least, most) = (values.min() ?? 0, values.max() ?? 100)
        let spread = max(most - least, 1e-9)
        step = steps.first { spread / $0 <= 5 } ?? steps.last ?? 20
        low = max(range.lowerBound, (least / step).rounded(.down) * step)
        let top = min(range.upperBound, (most / step).rounded(.up) * step)
        high = top > low ? top : low + step
    }
}
