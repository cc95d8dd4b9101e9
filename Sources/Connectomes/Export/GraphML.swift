extension ConnectomeExport {
    /// GraphML, as networkx, igraph, Gephi and Cytoscape read it: a directed graph whose nodes are called as in the connectome.
    func writeGraphML(_ path: String, _ isPacked: Bool) throws {
        let sink = try TextSink(path, isPacked: isPacked)
        let names = try (0..<mask.hiddenNodes).map { try Self.escaped(name($0), path) }
        try sink.write(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <graphml xmlns="http://graphml.graphdrawing.org/xmlns" \
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
            xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
            """ + "\n")
        for (name, owner, type, isThere) in [
            ("group", "node", "string", connectome.groups != nil),
            ("sign", "node", "int", connectome.signs != nil),
            ("weight", "edge", "double", weights != nil),
        ] where isThere {
            try sink.write(
                "  <key id=\"\(name)\" for=\"\(owner)\" attr.name=\"\(name)\" attr.type=\"\(type)\"/>\n")
        }
        try sink.write("  <graph edgedefault=\"directed\">\n")
        for node in names.indices {
            var data = ""
            if let groups = connectome.groups {
                data += "<data key=\"group\">\(try Self.escaped(groups[node], path))</data>"
            }
            if let signs = connectome.signs { data += "<data key=\"sign\">\(signs[node])</data>" }
            try sink.write("    <node id=\"\(names[node])\">\(data)</node>\n")
        }
        try forEachConnection { post, pre, place in
            try sink.write("    <edge source=\"\(names[pre])\" target=\"\(names[post])\">")
            if let weights {
                try sink.write("<data key=\"weight\">")
                try sink.write(weights[place])
                try sink.write("</data>")
            }
            try sink.write("</edge>\n")
        }
        try sink.write("  </graph>\n</graphml>\n")
        try sink.close()
    }

    /// A text as XML holds it.
    private static func escaped(_ text: String, _ path: String) throws -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            // As they stand, readers would make spaces of them.
            case "\t", "\n", "\r": escaped += "&#\(scalar.value);"
            case _ where scalar.value < 32 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
                throw notAllowed(text, path)
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static func notAllowed(_ text: String, _ path: String) -> ConnectomeFileError {
        ConnectomeFileError(
            path, "",
            "cannot hold the name “\(text)”, which has characters that XML does not allow; export another format"
        )
    }
}
