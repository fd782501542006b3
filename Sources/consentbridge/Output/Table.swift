/// Aligned columns for people. Widths count characters before any colour is added.
struct Table {
    /// How a column is aligned.
    enum Alignment {
        case left
        case right
    }

    private let columns: [(title: String, alignment: Alignment)]
    private var rows: [[(text: String, style: Style?)]] = []

    init(_ columns: [(String, Alignment)]) {
        self.columns = columns.map { (title: $0.0, alignment: $0.1) }
    }

    /// Adds a row; cells that are missing stay empty, and what is in one stays in it.
    mutating func add(_ cells: [(String, Style?)]) {
        rows.append(cells.map { (text: $0.0.visible, style: $0.1) })
    }

    /// Adds a row without colours.
    mutating func add(_ cells: [String]) {
        add(cells.map { ($0, nil) })
    }

    /// The table as text, a line each.
    var text: String {
        let widths = columns.indices.map { index in
            max(
                columns[index].title.count,
                rows.map { $0.indices.contains(index) ? $0[index].text.count : 0 }.max() ?? 0
            )
        }
        let heading = columns.map { (text: $0.title, style: Style?.some(.bold)) }
        return ([heading] + rows).map { line($0, widths) }.joined()
    }

    private func line(_ cells: [(text: String, style: Style?)], _ widths: [Int]) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            let padding = String(repeating: " ", count: max(0, widths[index] - cell.text.count))
            let styled = cell.style.map { $0(cell.text) } ?? cell.text
            let isLast = index == cells.count - 1
            if columns[index].alignment == .right {
                line += padding + styled
            } else {
                line += isLast ? styled : styled + padding
            }
            if !isLast { line += "  " }
        }
        while line.last == " " { line.removeLast() }
        return line + "\n"
    }
}
