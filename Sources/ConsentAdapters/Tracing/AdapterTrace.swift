public import ConsentTranslation
import OptIn

/// What an adapter does with one payload, for its author: the value after every step, the rule behind every field, the
/// permissions. Ids and consent strings are masked.
public struct AdapterTrace: Sendable {
    let adapter: any ConsentAdapter
    let program: ProgramTrace?
    let inputs: [PayloadInput]
    let records: Result<[ConsentRecord], TranslationError>
    let outcomes: [RecordOutcome]
    let mask: TraceMask
    let byteCount: Int

    /// Runs an adapter on a payload.
    ///
    /// - Parameters:
    ///   - adapter: the adapter; of a Swift type only the record is shown.
    ///   - payload: the payload.
    ///   - policy: the site's policy.
    ///   - now: the time at which ages are judged.
    public init(_ adapter: any ConsentAdapter, payload: String, policy: Policy, now: Instant) {
        let item = RawItem(text: payload)
        let manifest = adapter as? ManifestAdapter
        let program = manifest?.program.trace(item)
        let records = Result { () throws(TranslationError) in try adapter.decode(item) }
        let read = (try? records.get()) ?? []
        self.adapter = adapter
        self.program = program
        self.records = records
        inputs = manifest?.program.inputs ?? []
        outcomes = read.map { policy.decide($0, mapping: adapter.mapping, now: now) }
        byteCount = payload.utf8.count
        var identifiers = program?.identifiers ?? []
        var strings: [(kind: String, text: String)] = []
        for record in read {
            identifiers.formUnion(record.subjects.map(\.id) + [record.recordID].compactMap(\.self))
            let named = [
                ("tcf", record.strings.tcf), ("ac", record.strings.ac), ("gpp", record.strings.gpp),
                ("usp", record.strings.usp),
            ]
            strings += named.compactMap { kind, text in text.map { (kind: kind, text: $0) } }
        }
        mask = TraceMask(identifiers: identifiers, strings: strings)
    }

    /// Why there is no record; nil if there is one.
    public var error: TranslationError? {
        guard case .failure(let error) = records else { return nil }
        return error
    }

    /// The fields of each record: those of the manifest's rules, or what a Swift type made.
    var fields: [[ProgramTrace.Field]] {
        if let program { return program.records }
        let read = (try? records.get()) ?? []
        return read.map { record in
            let subjects = record.subjects.map { subject in
                ProgramTrace.Field(
                    name: "subject",
                    value: subject.id,
                    rule: "",
                    reads: "namespace \(subject.namespace)",
                    isPersonal: true
                )
            }
            return subjects
                + record.decisions.map { decision in
                    let name = "\(decision.kind.rawValue) \(decision.key)"
                    return ProgramTrace.Field(name: name, value: decision.state.rawValue, rule: "", reads: "")
                }
        }
    }
}

extension TraceMask {
    func value(of field: ProgramTrace.Field) -> String {
        guard field.isPersonal else { return masked(field.value) }
        let words = field.name.split(separator: " ")
        guard words.count == 2, words[0] == "string" else { return Self.mask(field.value) }
        return Self.mask(field.value, kind: String(words[1]))
    }
}

extension AdapterTrace {
    /// The trace as indented text.
    public var text: String {
        var text = "payload  \(byteCount) bytes\n"
        if let program { text += inputText(program) }
        for part in program?.parts ?? [] {
            text += "\ndecode \(mask.masked(part.name))  from \(mask.masked(part.source))\n"
            text += "  given  \(mask.line(part.given))\n"
            text += Self.text(part.steps, of: part.given, mask, indent: 2)
        }
        for (index, fields) in fields.enumerated() {
            text += "\nrecord\(self.fields.count > 1 ? " \(index + 1)" : "")\n"
            text += Self.columns(fields.map { [mask.masked($0.name), mask.value(of: $0), $0.rule, $0.reads] })
        }
        if let error { text += "\nerror  \(error.code.rawValue): \(mask.masked(error.description))\n" }
        for outcome in outcomes {
            text += "\npermissions\n"
            text += Self.columns(
                outcome.explanations.map {
                    [$0.category.rawValue, $0.decision.rawValue, $0.rule, mask.masked($0.because)]
                }
            )
        }
        return text
    }

    private func inputText(_ program: ProgramTrace) -> String {
        var text = ""
        for input in program.inputs {
            let isChosen = input.number == program.chosen
            let summary = inputs.indices.contains(input.number) ? inputs[input.number].summary : ""
            let verdict = isChosen ? "read, score \(input.score)" : "does not fit"
            text += "input    inputs[\(input.number)], \(summary): \(verdict)\n"
        }
        return text
    }

    private static func text(
        _ steps: [StepTrace],
        of given: Value?,
        _ mask: TraceMask,
        indent: Int
    ) -> String {
        let margin = String(repeating: " ", count: indent)
        var text = ""
        var last = given
        for step in steps {
            for (index, inner) in step.inner.enumerated() {
                let number = step.inner.count > 1 ? ", alternative \(index)" : ""
                text += "\(margin)\(step.step)\(number)\n" + self.text(inner, of: nil, mask, indent: indent + 2)
            }
            switch step.result {
            case .success(let value):
                // What the steps within it made has been shown.
                if step.inner.isEmpty {
                    text += "\(margin)\(step.step)  \(value == last ? "as before" : mask.line(value))\n"
                }
                last = value
            case .failure(let error):
                if step.inner.isEmpty { text += "\(margin)\(step.step)  fails: \(mask.masked(error.description))\n" }
            }
        }
        return text
    }

    /// Aligned columns; the last one is as long as it is.
    private static func columns(_ rows: [[String]]) -> String {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { index in rows.map { $0.indices.contains(index) ? $0[index].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { index, cell in
                index == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[index] - cell.count)
            }
            var line = "  " + cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}
