/// An object of the page: its keys keep the order in which they came, those that look like indexes go first.
package struct PageObject: Sendable, Hashable {
    private var names: [String] = []
    private var values: [String: PageValue] = [:]

    /// An object without properties.
    package init() {}

    /// The properties of an array.
    init(indexed elements: [PageValue]) {
        for (index, element) in elements.enumerated() { self[String(index)] = element }
    }

    /// The names in the order in which JavaScript lists them.
    package var keys: [String] {
        let indexes = names.compactMap(\.arrayIndex)
        guard !indexes.isEmpty else { return names }
        return indexes.sorted().map(String.init) + names.filter { $0.arrayIndex == nil }
    }

    /// A property. Setting one that is there leaves it in its place.
    package subscript(name: String) -> PageValue? {
        get { values[name] }
        set {
            let isThere = values[name] != nil
            values[name] = newValue
            if newValue == nil, isThere {
                names.removeAll { $0 == name }
            } else if newValue != nil, !isThere {
                names.append(name)
            }
        }
    }

    /// Takes over all properties of another object, as `Object.assign` does.
    mutating func merge(_ other: PageObject) {
        for name in other.keys { self[name] = other[name] }
    }

    /// Whether there is no property.
    package var isEmpty: Bool { names.isEmpty }
}
