/// The way of one payload through an adapter: the value after every step, and the rule behind every field.
///
/// It is made by a run of its own beside the translation, which pays nothing for it.
public struct ProgramTrace: Sendable, Hashable {
    /// A form of payload that was tried.
    public struct Input: Sendable, Hashable {
        /// The position under `inputs`.
        public let number: Int
        /// How well the payload fits it, from 0 to 100.
        public let score: Int
    }

    /// A part of the payload with the steps that it went through.
    public struct Part: Sendable, Hashable {
        /// The name for the record's paths.
        public let name: String
        /// Where it was found, such as `OptanonConsent`.
        public let source: String
        /// What was found there.
        public let given: Value
        /// What the steps made of it.
        public let steps: [StepTrace]
    }

    /// A field of a record with the rule that made it.
    public struct Field: Sendable, Hashable {
        /// The field: `subject`, `decision C0002`, `decided_at`.
        public let name: String
        /// What it holds.
        public let value: String
        /// The rule's place in the manifest, such as `record.decided_at[1]`.
        public let rule: String
        /// What the rule reads.
        public let reads: String
        /// Whether the value is an id or a consent string.
        public let isPersonal: Bool

        /// Creates a field.
        public init(name: String, value: String, rule: String, reads: String, isPersonal: Bool = false) {
            self.name = name
            self.value = value
            self.rule = rule
            self.reads = reads
            self.isPersonal = isPersonal
        }
    }

    /// The forms that were tried, in order; the last one is the one that was read, if any was.
    public let inputs: [Input]
    /// The input that was read; nil where none fits.
    public let chosen: Int?
    /// The parts of that input.
    public let parts: [Part]
    /// The fields of each record.
    public let records: [[Field]]
    /// Texts in the payload that are personal: ids, and consent strings by what they are.
    public let identifiers: Set<String>
    /// What the translation itself answers.
    public let outcome: Result<[ConsentRecord], TranslationError>
}

extension TranslationProgram {
    /// Runs the translation of one payload step by step.
    public func trace(_ item: RawItem) -> ProgramTrace {
        let outcome = Result { () throws(TranslationError) in try records(from: item) }
        var tried: [ProgramTrace.Input] = []
        for (number, input) in inputs.enumerated() {
            tried.append(ProgramTrace.Input(number: number, score: input.score(of: item)))
            // An input that fits and fails is the one that was read.
            let values = Result { () throws(TranslationError) in try input.values(of: item) }
            if case .success(nil) = values { continue }
            let read = (try? values.get()) ?? []
            return ProgramTrace(
                inputs: tried,
                chosen: number,
                parts: input.parts(of: item),
                records: read.map { rules.fields(in: $0) },
                identifiers: Set(read.flatMap { rules.identifiers(in: $0) }),
                outcome: outcome
            )
        }
        return ProgramTrace(inputs: tried, chosen: nil, parts: [], records: [], identifiers: [], outcome: outcome)
    }
}

extension PayloadInput {
    /// The parts of a payload, each with its steps.
    fileprivate func parts(of item: RawItem) -> [ProgramTrace.Part] {
        switch self {
        case .stored(let inputs, let places):
            guard let stored = places.texts(in: item.form) else { return [] }
            return inputs.flatMap { input in
                input.matches(in: stored).map { match in
                    ProgramTrace.Part(
                        name: input.name,
                        source: match.entry.name,
                        given: match.entry.value,
                        steps: DecodeStep.trace(input.steps, on: match.entry.value, path: input.name)
                    )
                }
            }
        case .text(let input):
            let text = Value.text(item.text ?? "")
            let steps = DecodeStep.trace(input.steps, on: text, path: input.name)
            return [ProgramTrace.Part(name: input.name, source: "the whole text", given: text, steps: steps)]
        case .item:
            guard case .json(let value) = item.form else { return [] }
            return [ProgramTrace.Part(name: "item", source: "the JSON object", given: value, steps: [])]
        case .message:
            guard case .json(let value) = item.form else { return [] }
            return [ProgramTrace.Part(name: "message", source: "the JSON object", given: value, steps: [])]
        case .rows(let input):
            return input.parts(of: item)
        }
    }
}

extension RowsInput {
    /// Most rows that are shown.
    private static let maxRows = 3

    fileprivate func parts(of item: RawItem) -> [ProgramTrace.Part] {
        let rows = (try? rows(of: item)) ?? []
        return rows.prefix(Self.maxRows).enumerated().flatMap { index, row -> [ProgramTrace.Part] in
            let name = "row \(index + 1)"
            let whole = ProgramTrace.Part(name: name, source: "line of the file", given: row, steps: [])
            let columns = fields.sorted { $0.key < $1.key }.compactMap { column, steps -> ProgramTrace.Part? in
                guard let field = row[column], field != .text("") else { return nil }
                let path = "\(name).\(column)"
                return ProgramTrace.Part(
                    name: path,
                    source: column,
                    given: field,
                    steps: DecodeStep.trace(steps, on: field, path: path)
                )
            }
            return [whole] + columns
        }
    }
}
