/// What stands under `paginate`.
extension ManifestLanguage {
    static let paging = Shape(
        "paginate",
        "Paging: a size and exactly one of page, offset, continuation, next_url, link, last_item. The next page is "
            + "the request before with one thing changed. A page or continuation that comes again is an error.",
        [
            .may("page_size", .shape("pageSize"), "How many items a page has."),
            .may("max_pages", .integer(1...AdapterLimits.maxPages), "Most pages of a window or listing."),
            .may("page", .shape("page"), "Pages by their number."),
            .may("offset", .shape("offset"), "Pages by the number of items before them. Needs page_size."),
            .may("continuation", .shape("continuation"), "Pages by a token of the page before."),
            .may("next_url", .shape("nextURL"), "Pages by their address, which must lie on the same host."),
            .may("link", .nothing, "Pages by the `Link` header with `rel=\"next\"`, on the same host."),
            .may("last_item", .shape("lastItem"), "Pages by the id of the last item before them. Needs page_size."),
        ]
    )

    /// The ways of paging, of which exactly one is given.
    static let pagingKinds = ["page", "offset", "continuation", "next_url", "link", "last_item"]

    static let pageSize = Shape(
        "pageSize",
        "The size of a page, in the query, a header or the body.",
        places + [.must("value", .integer(1...100_000), "The number.")]
    )

    static let pageNumber = Shape(
        "page",
        "The number of a page, in the query, a header or the body.",
        places + [
            .may("first", .integer(0...1), "The number of the first page; 1 if absent."),
            .may(
                "last",
                .path,
                "Where a page says true if it is the last. Without it the first page with fewer items than page_size is."
            ),
        ]
    )

    static let offset = Shape(
        "offset",
        "The number of items before a page, in the query, a header or the body. A page with fewer items than page_size is "
            + "the last.",
        places
    )

    static let continuation = Shape(
        "continuation",
        "A token for the next page, brought back as it came in the query, a header or the body. Without one, or without "
            + "items, a page is the last.",
        [.must("from", .path, "Where it stands in a page.")] + places
    )

    static let nextURL = Shape(
        "nextURL",
        "The address of the next page. Without one a page is the last.",
        [.must("from", .path, "Where it stands in a page.")]
    )

    static let lastItem = Shape(
        "lastItem",
        "The id of the last item, behind which the next page begins, in the query, a header or the body. A page with fewer "
            + "items than page_size is the last.",
        [.must("from", .path, "Where the id stands in an item.")] + places
    )

    /// Where a number or token is put; exactly one of them.
    private static let places: [Shape.Field] = [
        .may("query", .text, "The query field."),
        .may("header", .text, "The header."),
        .may("body", .text, "The member of the JSON body."),
    ]
}
