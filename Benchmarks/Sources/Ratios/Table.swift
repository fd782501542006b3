import Foundation

/// The table of ratios.
struct Table {
    private struct Row {
        let what: String
        let bar: String
        let aim: String
        let measured: String
        let remark: String
    }

    private var rows: [Row] = []
    /// Rows that missed their bar.
    private(set) var missed = 0

    /// Adds a ratio: how many times as fast as the other the first is.
    mutating func add(_ what: String, _ ratio: Double, bar: Double, aim: Double, _ remark: String = "") {
        if ratio < bar { missed += 1 }
        let mark = ratio < bar ? "below the bar" : ratio < aim ? "" : "reaches the aim"
        let all = [mark, remark].filter { !$0.isEmpty }.joined(separator: "; ")
        rows.append(Row(what: what, bar: number(bar), aim: number(aim), measured: number(ratio), remark: all))
    }

    /// Adds a rate with the least that it should be.
    mutating func add(_ what: String, rate: Double, bar: Double? = nil, _ remark: String = "") {
        if let bar, rate < bar { missed += 1 }
        let mark = bar.map { rate < $0 ? "below the bar" : "" } ?? ""
        let all = [mark, remark].filter { !$0.isEmpty }.joined(separator: "; ")
        rows.append(Row(what: what, bar: bar.map(whole) ?? "", aim: "", measured: whole(rate), remark: all))
    }

    /// Adds a figure without a bar.
    mutating func add(_ what: String, _ ratio: Double, _ remark: String = "") {
        rows.append(Row(what: what, bar: "", aim: "", measured: number(ratio), remark: remark))
    }

    /// Adds what was not measured here.
    mutating func add(_ what: String, text: String, bar: String = "", aim: String = "", _ remark: String = "") {
        rows.append(Row(what: what, bar: bar, aim: aim, measured: text, remark: remark))
    }

    var text: String {
        let head = Row(what: "what", bar: "bar", aim: "aim", measured: "measured", remark: "")
        let width = rows.map(\.what.count).max() ?? 0
        return ([head] + rows).map { row in
            let what = row.what.padding(toLength: width, withPad: " ", startingAt: 0)
            let columns = [row.bar, row.aim, row.measured].map { column in
                String(repeating: " ", count: max(0, 11 - column.count)) + column
            }
            return (what + columns.joined() + (row.remark.isEmpty ? "" : "  " + row.remark)) + "\n"
        }.joined()
    }

    private func number(_ value: Double) -> String { value < 10 ? String(format: "%.2f", value) : whole(value) }

    private func whole(_ value: Double) -> String {
        var digits = String(Int(value.rounded()))
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return ([digits] + groups).joined(separator: ",")
    }
}
