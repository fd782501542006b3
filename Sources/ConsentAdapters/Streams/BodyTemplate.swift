import ConsentTranslation

/// A JSON body whose texts have references. Lists and objects stand as they are written, and so do numbers and truth
/// values without quotes.
indirect enum BodyTemplate: Sendable, Hashable {
    /// A text with references.
    case text(Template)
    /// A number or a truth value.
    case value(Value)
    /// A list.
    case list([BodyTemplate])
    /// An object, its members in order.
    case object([Member])

    /// A name with its value.
    struct Member: Sendable, Hashable {
        let name: String
        let value: BodyTemplate
    }

    /// The body with every reference replaced.
    ///
    /// - Throws: ``AdapterError`` `missingValue` where one has no value.
    func value(_ scope: RequestScope) throws(AdapterError) -> Value {
        switch self {
        case .text(let template):
            return .text(try template.resolved(scope))
        case .value(let value):
            return value
        case .list(let elements):
            var values: [Value] = []
            for element in elements {
                // An element with the subject's id stands there once for each that is asked for.
                let isRepeated = scope.subjects.count > 1 && element.references.contains(.subjectID)
                for scope in isRepeated ? scope.single : [scope] { values.append(try element.value(scope)) }
            }
            return .list(values)
        case .object(let members):
            var object = ObjectValue()
            for member in members { _ = object.append(member.name, try member.value.value(scope)) }
            return .object(object)
        }
    }

    /// The references in it.
    var references: [Template.Reference] {
        switch self {
        case .text(let template): template.references
        case .value: []
        case .list(let elements): elements.flatMap(\.references)
        case .object(let members): members.flatMap(\.value.references)
        }
    }

    /// Whether the subject's id stands in an element of a list, and nowhere else in the body.
    var repeatsForSubjects: Bool {
        switch self {
        case .text(let template): !template.references.contains(.subjectID)
        case .value, .list: true
        case .object(let members): members.allSatisfy(\.value.repeatsForSubjects)
        }
    }

    /// What a scalar without quotes stands for in JSON, if that is not a text: a number of JSON's own form, `true`,
    /// `false`.
    static func plain(_ text: String) -> BodyTemplate? {
        switch text {
        case "true": .value(.bool(true))
        case "false": .value(.bool(false))
        default:
            if case .number(let number)? = try? Value(json: Array(text.utf8)) { .value(.number(number)) } else { nil }
        }
    }
}
