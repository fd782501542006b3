public import ConsentAdapters
import ConsentTranslation

extension CMPAccount {
    /// What the account asks people for, by the listings that the CMP has.
    ///
    /// - Returns: the items; none where the adapter knows no such listing.
    /// - Throws: ``TransportError``, or `AdapterError` where an answer is not what the manifest says.
    public func discover() async throws -> [PolicySkeleton.Item] {
        var items: [PolicySkeleton.Item] = []
        for discovery in source.discoveries {
            let start = Instant(milliseconds: 0)
            try await read(discovery.stream, since: start, now: start) { page in
                items += page.compactMap { discovery.item(in: $0) }
                return true
            }
        }
        return items
    }
}

extension ConsentSource.Discovery {
    /// What one item of the listing tells; nil where it has no key.
    fileprivate func item(in item: RawItem) -> PolicySkeleton.Item? {
        guard case .value(let value) = item.payload, let key = key.first(in: value)?.scalar, !key.isEmpty else {
            return nil
        }
        let label = label?.first(in: value).flatMap { $0 == .null ? nil : $0.scalar }
        return PolicySkeleton.Item(key: key, label: label, kind: kind)
    }
}
