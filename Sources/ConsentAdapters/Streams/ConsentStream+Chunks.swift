public import ConsentTranslation

/// Several subjects in one request.
extension ConsentStream {
    /// How several subjects are asked for at once: a list of the body has an element for each.
    public struct Chunk: Sendable, Hashable {
        /// Most subjects in a request.
        let size: Int
        /// Where the ids stand in an item by which it is told whose it is.
        let ids: ValuePath
    }

    /// How many subjects one request can ask for.
    public var subjectsPerRequest: Int { chunk?.size ?? 1 }

    /// What an answer about several subjects holds.
    public struct ChunkPage: Sendable {
        /// The items, each with its subject where it is told whose it is.
        public let items: [RawItem]
        /// Those who were asked for and of whom there is an item.
        public let found: [SubjectID]
        /// The page behind it where there are more.
        public let next: StreamPosition.Page?
    }

    /// Reads an answer about several subjects.
    ///
    /// An item that names nobody who was asked for is taken all the same, since it says itself whose it is: interfaces
    /// compare ids in ways of their own, such as addresses without regard to case.
    ///
    /// - Throws: ``AdapterError`` `contract` as ``read(_:of:)``.
    public func read(
        _ answer: StreamAnswer,
        of page: StreamPosition.Page,
        subjects: [SubjectID]
    ) throws(AdapterError) -> ChunkPage {
        guard let chunk, subjects.count > 1 else {
            guard let subject = subjects.first else { return ChunkPage(items: [], found: [], next: nil) }
            let read = try read(answer, of: page, subject: subject)
            return ChunkPage(items: read.items, found: read.items.isEmpty ? [] : [subject], next: read.next)
        }
        let content = try content(of: answer.body, subject: nil)
        let asked = Dictionary(subjects.map { ($0.id, $0) }) { first, _ in first }
        var found: Set<SubjectID> = []
        let items = content.items.map { item in
            guard case .value(let value) = item.payload else { return item }
            let named = Set(chunk.ids.values(in: value).compactMap { $0.scalar.flatMap { asked[$0] } })
            found.formUnion(named)
            return RawItem(.value(value), subject: named.count == 1 ? named.first : nil, source: item.source)
        }
        return ChunkPage(items: items, found: Array(found), next: try next(after: page, content, answer))
    }
}
