import ConsentAdapters
import ConsentTranslation

extension ConsentStream {
    /// A page by its body alone.
    func read(
        _ body: [UInt8],
        of page: StreamPosition.Page
    ) throws(AdapterError) -> (items: [RawItem], next: StreamPosition) {
        try read(StreamAnswer(body: body), of: page)
    }

    /// The items of one subject's answer.
    func items(of body: [UInt8], subject: SubjectID) throws(AdapterError) -> [RawItem] {
        try read(StreamAnswer(body: body), of: .ofSubject, subject: subject).items
    }
}
