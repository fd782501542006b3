/// A section of a GPP string for the United States or one of its states (GPP repository, `Sections/US-*`; sections 7 to
/// 27).
///
/// Values are raw: notices 1 given, 2 not given; opt-outs 1 opted out, 2 not; consents 1 **no** consent, 2 consent; 0 not
/// applicable. 3 is no value and permits nothing.
public struct USSection: Sendable, Hashable {
    /// Number of the section, 7 to 27.
    public let id: Int
    /// Version of the section's fields.
    public let version: Int
    /// The values of all fields in the order of the layout, two bits each as they are written. The widest layout fills
    /// these 64 bits.
    var values: PackedPairs
    /// The Global Privacy Control signal; nothing if the string has no such sub-section, which is not the same as false.
    public var globalPrivacyControl: Bool?
    /// Values for sensitive data that come in a sub-section of their own, in sections 25 to 27.
    public var separateSensitiveData: [Int]?

    /// The layout is looked up and not kept, so that copies cost nothing. Every section is made of one.
    var layout: USSectionLayout { USSectionLayout.find(id, version: version) ?? USSectionLayout.none }

    /// Name of the section, the prefix in the JavaScript interface, such as `usnat`.
    public var name: String { layout.name }

    /// Names of the fields in their order, without the version.
    public var fieldNames: [String] { layout.fields.map(\.name) }

    init(layout: USSectionLayout, values: PackedPairs) {
        id = layout.id
        version = layout.version
        self.values = values
    }

    /// A section of the given version with all values 0; nothing if there is no such layout.
    public init?(id: Int, version: Int = 1) {
        guard let layout = USSectionLayout.find(id, version: version) else { return nil }
        self.init(layout: layout, values: PackedPairs(count: layout.valueCount))
    }

    /// The values of a field, one for a scalar; nothing if the section has no such field.
    public func values(of field: String) -> [Int]? {
        guard let range = range(of: field) else {
            guard case .sensitiveData(let sensitive) = layout.subSection, sensitive.name == field else { return nil }
            return separateSensitiveData
        }
        return range.map { values[$0] }
    }

    /// The value of a field that has one; nothing if the section has no such field or it is a list.
    public func value(of field: String) -> Int? {
        guard let range = range(of: field), range.count == 1 else { return nil }
        return values[range.lowerBound]
    }

    /// Sets the values of a field.
    ///
    /// - Returns: whether the section has such a field of as many values, each from 0 to 3.
    @discardableResult
    public mutating func set(_ field: String, to newValues: [Int]) -> Bool {
        guard let range = range(of: field), range.count == newValues.count, newValues.allSatisfy((0...3).contains)
        else {
            return false
        }
        for (index, value) in zip(range, newValues) { values[index] = value }
        return true
    }

    private func range(of name: String) -> Range<Int>? {
        var start = 0
        for field in layout.fields {
            if field.name == name { return start..<start + field.count }
            start += field.count
        }
        return nil
    }

    /// Whether both have the same fields with the same values and signals.
    public static func == (left: USSection, right: USSection) -> Bool {
        left.id == right.id && left.version == right.version && left.values == right.values
            && left.globalPrivacyControl == right.globalPrivacyControl
            && left.separateSensitiveData == right.separateSensitiveData
    }

    /// Hashes the values and signals.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(id)
        hasher.combine(version)
        hasher.combine(values)
        hasher.combine(globalPrivacyControl)
        hasher.combine(separateSensitiveData)
    }
}
