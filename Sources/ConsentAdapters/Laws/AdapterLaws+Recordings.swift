/// The law of mutation for what no payload shows: how a CMP is asked and how its messages prove themselves.
extension AdapterLaws {
    /// The sections about asking, of which recordings of what was asked and answered tell.
    package static let recordedSections: Set<String> = ["auth", "streams", "discover"]

    /// What a recording of one sweep cannot tell: how far the next one reaches back, what happens beyond the pages that
    /// there are, what an answer about nobody looks like, what only many people at once need, how long a token lives
    /// where no time goes by, and which of several hosts was asked. Tests of the engine over scripted CMPs tell.
    package static let beyondRecordings: Set<String> = [
        "lookback", "max_pages", "not_found", "namespace", "chunk", "expires_in", "lifetime", "host",
    ]

    /// The places of some sections of a manifest that nobody notices and no excuse covers, the outermost ones only. Empty
    /// for a Swift type.
    ///
    /// - Parameters:
    ///   - sections: the sections.
    ///   - passedOver: keys that are no matter of this look.
    ///   - isNoticed: whether a changed adapter is told from the one that there is.
    package func untestedPlaces(
        in sections: Set<String>,
        passingOver passedOver: Set<String> = [],
        isNoticed: (any ConsentAdapter) async -> Bool
    ) async -> [UntestedPlace] {
        guard let adapter = adapter as? ManifestAdapter else { return [] }
        var untested: [UntestedPlace] = []
        for place in ManifestPlace.places(in: adapter.tree.root, sections: sections) {
            untested += await self.untested(place, adapter, passedOver, isNoticed)
        }
        return untested
    }

    private func untested(
        _ place: ManifestPlace,
        _ adapter: ManifestAdapter,
        _ passedOver: Set<String>,
        _ isNoticed: (any ConsentAdapter) async -> Bool
    ) async -> [UntestedPlace] {
        let key = place.name.split(separator: ".").last.map(String.init) ?? place.name
        guard !passedOver.contains(key), excuses.cover(of: place.name) == nil else { return [] }
        for change in place.thoroughChanges {
            // One that no longer loads is noticed by everybody.
            let changed = adapter.tree.adapter(from: place.changed(adapter.tree.root, by: change))
            if let changed, await !isNoticed(changed) { return [place.untested(by: change)] }
        }
        var untested: [UntestedPlace] = []
        for child in place.children { untested += await self.untested(child, adapter, passedOver, isNoticed) }
        return untested
    }
}
