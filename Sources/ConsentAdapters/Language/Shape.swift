/// What one mapping of a manifest may hold.
///
/// Shapes are the one definition of the language: the loader takes its keys from them, and the JSON Schema for editors
/// and the reference for people are generated from them.
package struct Shape: Sendable {
    /// The value of a key.
    package indirect enum Kind: Sendable {
        /// Any text.
        case text
        /// A way to a value in the payload.
        case path
        /// A text with `${…}` references.
        case template
        /// `true` or `false`.
        case flag
        /// A whole number within the range.
        case integer(ClosedRange<Int>)
        /// A length of time: `300ms`, `90s`, `10m`, `1h`, `6d`.
        case duration
        /// One of these words.
        case word([String])
        /// A list.
        case list(Kind)
        /// One value, or a list of them.
        case oneOrMore(Kind)
        /// A mapping whose keys the author chooses; the text says what they are.
        case map(String, Kind)
        /// A mapping of that shape, by its name.
        case shape(String)
        /// One of several.
        case either([Kind])
        /// An empty mapping: an option without settings.
        case nothing
        /// A JSON object written as YAML, whose scalars are texts with `${…}` references.
        case json
    }

    /// A key.
    package struct Field: Sendable {
        package let key: String
        package let kind: Kind
        package let isRequired: Bool
        /// What it is for, in a sentence.
        package let summary: String
    }

    /// The name by which others refer to it.
    package let name: String
    /// What the mapping is, in a sentence or two.
    package let summary: String
    /// Whether exactly one of the keys is given: it names which of several things the mapping is.
    package let isChoice: Bool
    /// Whether there may be other keys, which somebody else defines.
    package let isOpen: Bool
    /// The keys in the order in which they are explained.
    package let fields: [Field]

    /// The keys.
    package var keys: [String] { fields.map(\.key) }

    package init(_ name: String, _ summary: String, isChoice: Bool = false, isOpen: Bool = false, _ fields: [Field]) {
        self.name = name
        self.summary = summary
        self.isChoice = isChoice
        self.isOpen = isOpen
        self.fields = fields
    }
}

extension Shape.Field {
    /// A key that may be left out.
    package static func may(_ key: String, _ kind: Shape.Kind, _ summary: String) -> Shape.Field {
        Shape.Field(key: key, kind: kind, isRequired: false, summary: summary)
    }

    /// A key that must be there.
    package static func must(_ key: String, _ kind: Shape.Kind, _ summary: String) -> Shape.Field {
        Shape.Field(key: key, kind: kind, isRequired: true, summary: summary)
    }
}

extension Shape.Kind {
    /// One word of a closed list.
    static func word<Word: RawRepresentable & CaseIterable>(of type: Word.Type) -> Shape.Kind
    where Word.RawValue == String {
        .word(type.allCases.map(\.rawValue))
    }
}

extension YAMLMapping {
    /// Takes a node that must be a mapping of that shape.
    ///
    /// Where the shape is a choice, anything but exactly one key is reported.
    package init?(_ node: YAMLNode, _ name: String, _ shape: Shape, sink: DiagnosticSink) {
        self.init(node, name, keys: shape.keys, sink: sink)
        if shape.isChoice, entries.count != 1 {
            sink.report(
                .wrongType,
                at: node.position,
                "\(name) is exactly one of \(shape.keys.joined(separator: ", "))."
            )
            return nil
        }
    }
}
