import ConsentTranslation

extension ConsentStream {
    /// The same stream for whoever looks at these members of the items and at no others.
    ///
    /// - Parameter names: the members; nil for all.
    public func reading(only names: Set<String>?) -> ConsentStream {
        guard var names, let place = itemPlace else { return self }
        names.formUnion(ownPaths.map(\.root))
        var stream = self
        stream.filter = ItemFilter(place: place, names: names)
        return stream
    }

    /// Where the items stand, if that can be told by names alone.
    private var itemPlace: ItemFilter.Place? {
        switch items {
        case .whole: .whole
        case .list: .list([])
        case .at(let path): path.names.map(ItemFilter.Place.list)
        case .rows: nil
        }
    }

    /// What the stream itself looks at in an item, or in a page that is one.
    private var ownPaths: [ValuePath] {
        var paths = [notFoundWhenEmpty, chunk?.ids].compactMap(\.self)
        switch paging?.kind {
        case .page(_, _, let last?): paths.append(last)
        case .continuation(let path, _), .nextURL(let path), .lastItem(let path, _): paths.append(path)
        case .page, .offset, .link, nil: break
        }
        return paths
    }
}
