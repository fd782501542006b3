public import ConsentTranslation

/// What an answer holds, and what to ask for next.
extension ConsentStream {
    /// The items of one subject's answer, and the page behind it where there are more.
    ///
    /// - Throws: ``AdapterError`` `contract` as ``read(_:of:)``.
    public func read(
        _ answer: StreamAnswer,
        of page: StreamPosition.Page,
        subject: SubjectID
    ) throws(AdapterError) -> (items: [RawItem], next: StreamPosition.Page?) {
        let content = try content(of: answer.body, subject: subject)
        return (content.items, try next(after: page, content, answer))
    }

    /// What a page holds and where the stream stands behind it.
    ///
    /// - Throws: ``AdapterError`` `contract` where the answer is not what the manifest says: no JSON (an error page of a
    ///   proxy, a body cut off), no items, a page that comes again, a continuation that repeats or never ends.
    public func read(
        _ answer: StreamAnswer,
        of page: StreamPosition.Page
    ) throws(AdapterError) -> (items: [RawItem], next: StreamPosition) {
        let content = try content(of: answer.body, subject: nil)
        if let next = try next(after: page, content, answer) { return (content.items, StreamPosition(page: next)) }
        guard let window, let end = page.window?.upperBound, end < page.until else {
            return (content.items, StreamPosition(readUpTo: page.until))
        }
        let start = window.isWhole ? end.adding(milliseconds: 1) : end
        return (content.items, StreamPosition(page: self.page(from: start, until: page.until)))
    }

    /// The page behind one of the same window; nil where it was the last.
    func next(
        after page: StreamPosition.Page,
        _ content: PageContent,
        _ answer: StreamAnswer
    ) throws(AdapterError) -> StreamPosition.Page? {
        guard let paging else { return nil }
        let digest = paging.countsByItself && !content.items.isEmpty ? content.digest : nil
        guard digest == nil || digest != page.digest else {
            throw AdapterError(
                .contract,
                "The CMP gave the same page twice; it does not understand how the next one is asked for."
            )
        }
        guard let continuation = try paging.continuation(after: page, content, answer) else { return nil }
        guard continuation != page.continuation else {
            throw AdapterError(.contract, "The CMP gave the same continuation twice; it would go on for ever.")
        }
        guard continuation.utf8.count <= AdapterLimits.maxContinuationBytes, page.number < paging.maxPages else {
            throw AdapterError(
                .contract,
                "The CMP's listing does not end within \(paging.maxPages) pages of a window."
            )
        }
        var next = page
        next.continuation = continuation
        next.number += 1
        next.digest = digest
        return next
    }
}
