import HDF5
import Model

extension HDF5Group {
    /// Writes each column as an array of its own.
    func writeTable(_ columns: [TableColumn], axis: String) throws {
        for column in columns {
            switch column.values {
            case .texts(let values): try writeTexts(values, to: column.name, axis: axis)
            case .integers(let values):
                try writeArray(values.map { Int64($0) }, to: column.name, units: column.units, axes: [axis])
            case .numbers(let values):
                try writeArray(values, to: column.name, units: column.units, axes: [axis])
            }
        }
    }

    /// Reads a column that `writeTable` wrote.
    func readColumn(_ name: String, axis: String) throws -> TableColumn {
        let dataset = try dataset(name)
        let units = try dataset.text("units")
        try dataset.require("axes", ifThere: axis)
        switch dataset.typeName {
        case "string":
            try dataset.require("units", ifThere: "text")
            return TableColumn(name, units: units, .texts(try dataset.readStrings(shape: [nil])))
        case "int64":
            let values = try dataset.read(as: Int64.self, shape: [nil])
            return TableColumn(name, units: units, .integers(values.map { Int($0) }))
        default:
            return TableColumn(name, units: units, .numbers(try dataset.read(as: Double.self, shape: [nil])))
        }
    }
}
