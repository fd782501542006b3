/// A value of the loosely typed world in which `adobe.optIn` lives: JSON, what JSON lacks, and functions.
package indirect enum PageValue: Sendable, Hashable {
    case undefined
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([PageValue])
    case object(PageObject)
    case function(PageFunction)
    /// The service itself, which calls answer and plug-ins are handed.
    case service
    /// An error that a callback is handed.
    case error(PageError)

    /// Whether the value counts as true.
    package var isTruthy: Bool {
        switch self {
        case .undefined, .null: false
        case .bool(let value): value
        case .number(let value): !(value == 0 || value.isNaN)
        case .string(let value): !value.isEmpty
        case .array, .object, .function, .service, .error: true
        }
    }

    /// Whether the library takes the value for an object: not null, no array and no function.
    var isObject: Bool {
        switch self {
        case .object, .service, .error: true
        default: false
        }
    }

    /// What the value has under a name. Prototypes are left out: nothing is found under `constructor` or `toString`,
    /// which a page would take for a permission.
    ///
    /// - Throws: a `TypeError` for null and undefined.
    func member(_ name: String) throws(PageError) -> PageValue {
        switch self {
        case .undefined, .null: throw .engine(.typeError)
        case .object(let object): return object[name] ?? .undefined
        case .array(let elements):
            if name == "length" { return .number(Double(elements.count)) }
            guard let index = name.arrayIndex, index < elements.count else { return .undefined }
            return elements[index]
        case .string(let text):
            if name == "length" { return .number(Double(text.utf16.count)) }
            guard let index = name.arrayIndex, index < text.utf16.count else { return .undefined }
            return .string(text.utf16Characters[index])
        case .bool, .number, .function, .service, .error: return .undefined
        }
    }

    /// The properties that `Object.assign` and `Object.keys` see.
    var ownProperties: PageObject {
        switch self {
        case .object(let object): object
        case .array(let elements): PageObject(indexed: elements)
        case .string(let text): PageObject(indexed: text.utf16Characters.map(PageValue.string))
        default: PageObject()
        }
    }

    /// How many values it is made of.
    var count: Int {
        switch self {
        case .array(let elements): elements.reduce(1) { $0 + $1.count }
        case .object(let object): object.keys.reduce(1) { $0 + (object[$1]?.count ?? 0) }
        default: 1
        }
    }
}

extension String {
    /// The number, if this is how an index into an array is written.
    var arrayIndex: Int? {
        guard utf8.count <= 9, let index = Int(self), index >= 0, String(index) == self else { return nil }
        return index
    }

    /// The characters as JavaScript counts them. Half of a surrogate pair is no text in Swift and becomes U+FFFD.
    var utf16Characters: [String] {
        utf16.map { String(decoding: [$0], as: UTF16.self) }
    }
}
