public import ConsentAdapters
public import ConsentTransport

/// The law of mutation for the sections about asking: every part of them is missed by a cassette.
public struct CassetteLaw: Sendable {
    /// What is wrong, in sentences: each place that no cassette notices, with its line.
    public let breaches: [String]

    /// Looks at an adapter.
    ///
    /// - Parameters:
    ///   - laws: the laws over the adapter, whose excuses are passed over.
    ///   - cassettes: its cassettes. Without any, or while one of them does not play with the adapter as it is, nothing is
    ///     judged: what they notice says nothing then.
    public init(_ laws: AdapterLaws, of adapter: any ConsentAdapter, cassettes: [Cassette]) async {
        var replays: [CassetteReplay] = []
        for cassette in cassettes { replays.append(await CassetteReplay(of: cassette, with: adapter)) }
        guard !replays.isEmpty, replays.allSatisfy(\.problems.isEmpty) else {
            breaches = []
            return
        }
        let places = await laws.untestedPlaces(
            in: AdapterLaws.recordedSections,
            passingOver: AdapterLaws.beyondRecordings
        ) { changed in
            for (cassette, replay) in zip(cassettes, replays) {
                let other = await CassetteReplay(of: cassette, with: changed)
                if !other.problems.isEmpty || other.found != replay.found || other.discovered != replay.discovered {
                    return true
                }
            }
            return false
        }
        breaches = places.map { place in
            "\(place.name) (line \(place.line)): \(place.message.replacing("no case", with: "no cassette"))"
        }
    }
}
