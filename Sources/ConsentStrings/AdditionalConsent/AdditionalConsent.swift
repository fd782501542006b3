/// Google's Additional Consent string, version 1 or 2 ("Additional Consent technical specification"): consent to ad technology providers outside the vendor list.
///
/// It says nothing about purposes and counts only beside a TC string. A provider in neither list was not disclosed.
public struct AdditionalConsent: Sendable, Hashable {
    /// Version of the specification, 1 or 2.
    public var version: Int
    /// Providers with consent, ascending.
    public private(set) var consented: [Int]
    /// Providers shown to the user that have no consent, ascending; nothing if the string does not say, as in version 1.
    public private(set) var disclosed: [Int]?

    /// Creates a value; ids are sorted and doubles removed.
    public init(version: Int, consented: some Sequence<Int>, disclosed: [Int]?) {
        self.version = version
        self.consented = Set(consented).sorted()
        self.disclosed = disclosed.map { Set($0).sorted() }
    }

    /// Whether the provider has consent.
    public func isConsented(_ provider: Int) -> Bool { Self.contains(provider, in: consented) }

    /// Whether the provider was shown to the user; nothing if the string does not say.
    public func isDisclosed(_ provider: Int) -> Bool? {
        if isConsented(provider) { return true }
        return disclosed.map { Self.contains(provider, in: $0) }
    }

    private static func contains(_ id: Int, in ids: [Int]) -> Bool {
        var (low, high) = (0, ids.count)
        while low < high {
            let middle = (low + high) / 2
            if ids[middle] < id { low = middle + 1 } else { high = middle }
        }
        return low < ids.count && ids[low] == id
    }

    /// The string of this value: `1~1.35` or `2~1.35~dv.9`; without known disclosures a version 2 has no third part.
    public func encoded() -> String {
        let consent = "\(version)~" + consented.map(String.init).joined(separator: ".")
        guard version >= 2, let disclosed else { return consent }
        return consent + "~dv." + disclosed.map(String.init).joined(separator: ".")
    }
}
