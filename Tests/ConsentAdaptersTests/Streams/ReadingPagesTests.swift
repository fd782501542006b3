@testable import ConsentAdapters
import ConsentTranslation
import Testing

@Suite("What an answer of the CMP holds")
struct ReadingPagesTests {
    private let page = StreamPosition.Page(
        window: at("2026-11-01T00:00:00Z")...at("2026-11-07T00:00:00Z"),
        until: at("2026-11-20T00:00:00Z"),
        continuation: nil,
        number: 1
    )

    private func read(_ body: String, of page: StreamPosition.Page? = nil) throws -> (
        items: [RawItem], next: StreamPosition
    ) {
        try Acme.changes().read(Array(body.utf8), of: page ?? self.page)
    }

    private func error(_ body: String, of page: StreamPosition.Page? = nil) -> AdapterError? {
        #expect(throws: AdapterError.self) { try read(body, of: page) }
    }

    @Test("the items of a page are its list's elements, in order")
    func items() throws {
        let read = try read(#"{"content":[{"id":"1"},{"id":"2"}]}"#)
        #expect(
            read.items.compactMap { item in
                if case .value(let value) = item.payload { value["id"]?.scalar } else { nil }
            } == ["1", "2"]
        )
    }

    @Test("a continuation leads to the next page of the same window")
    func continuation() throws {
        let next = try read(#"{"content":[1],"next":"token"}"#).next
        #expect(next.page?.continuation == "token")
        #expect(next.page?.number == 2)
        #expect(next.page?.window == page.window)
        #expect(next.page?.until == page.until)
    }

    @Test(
        "without a continuation the window is read, and the next begins where it ended",
        arguments: [#"{"content":[1]}"#, #"{"content":[1],"next":null}"#, #"{"content":[1],"next":""}"#]
    )
    func endOfWindow(body: String) throws {
        let next = try read(body).next
        #expect(next.page?.window == at("2026-11-07T00:00:00Z")...at("2026-11-13T00:00:00Z"))
        #expect(next.page?.continuation == nil)
        #expect(next.page?.number == 1)
    }

    @Test("a page without items is the window's last, whatever continuation it has; empty windows are nothing special")
    func emptyPage() throws {
        #expect(try read(#"{"content":[],"next":"token"}"#).next.page?.window?.lowerBound == page.window?.upperBound)
    }

    @Test("behind the last window everything up to the sweep's end has been read")
    func endOfSweep() throws {
        var last = page
        last.window = at("2026-11-19T00:00:00Z")...last.until
        #expect(try read(#"{"content":[1]}"#, of: last).next == StreamPosition(readUpTo: last.until))
    }

    @Test("a continuation that repeats would never end")
    func repeatGuard() throws {
        var second = page
        second.continuation = "token"
        second.number = 2
        #expect(error(#"{"content":[1],"next":"token"}"#, of: second)?.code == .contract)
        #expect(try read(#"{"content":[1],"next":"token2"}"#, of: second).next.page?.number == 3)
    }

    @Test("a window has as many pages as the limit, and no more")
    func pageLimit() throws {
        var page = page
        page.continuation = "a"
        page.number = AdapterLimits.maxPages - 1
        #expect(try read(#"{"content":[1],"next":"b"}"#, of: page).next.page?.number == AdapterLimits.maxPages)
        page.number = AdapterLimits.maxPages
        #expect(error(#"{"content":[1],"next":"b"}"#, of: page)?.code == .contract)
        #expect(try read(#"{"content":[1]}"#, of: page).next.page?.number == 1)
    }

    @Test("a continuation is as long as the limit, and no longer")
    func continuationLimit() throws {
        let longest = String(repeating: "x", count: AdapterLimits.maxContinuationBytes)
        #expect(try read("{\"content\":[1],\"next\":\"\(longest)\"}").next.page?.continuation == longest)
        #expect(error("{\"content\":[1],\"next\":\"\(longest)x\"}")?.code == .contract)
    }

    @Test(
        "a continuation in a form that the manifest does not know ends no window: what is behind it would be lost",
        arguments: ["{\"token\":\"a\"}", "[\"a\"]", "7", "true"]
    )
    func otherContinuations(next: String) {
        #expect(error("{\"content\":[1],\"next\":\(next)}")?.code == .contract)
    }

    @Test(
        "an answer that is not what the manifest says is no page",
        arguments: [
            "", " ", "<html><body>Login</body></html>", "\n  <!DOCTYPE html>", #"{"content":[{"id":"1"},{"id":"#,
            #"{"content":[1]"#, #"{"items":[]}"#, #"{"content":{}}"#, #"{"content":null}"#, "[]", "null", "Bad Gateway",
            #"{"content":[],"content":[1]}"#, #"{"content":[1]}{"content":[2]}"#, "\u{1F}\u{8B}\u{8}",
        ]
    )
    func notAPage(body: String) {
        #expect(error(body)?.code == .contract)
    }

    @Test("a page for people is told as such")
    func html() {
        #expect(error("<html></html>")?.message.contains("HTML") == true)
        #expect(error(#"{"items":[]}"#)?.message.contains("no list content") == true)
    }

    @Test("no error repeats anything of the answer")
    func silence() {
        let bodies = [#"{"content":[{"id":"secret-subject"}"#, "<p>secret-subject</p>", #"{"secret-subject":[]}"#]
        for body in bodies { #expect(error(body)?.description.contains("secret-subject") == false) }
    }

    @Test("an answer cut off anywhere is no page")
    func cutAnywhere() throws {
        let body = Array(#"{"content":[{"id":"ä","n":1.5},{"id":"2"}],"next":"token"}"#.utf8)
        let stream = try Acme.changes()
        for length in 0..<body.count {
            #expect(throws: AdapterError.self) { try stream.read(Array(body[..<length]), of: page) }
        }
    }

    @Test("one subject's answer is one item that knows whom it is about")
    func subject() throws {
        let stream = try Acme.source().stream(named: "subject")
        let subject = SubjectID(namespace: "acme.id", id: "7")
        let items = try stream.items(of: Array(#"{"id":"7","choices":{}}"#.utf8), subject: subject)
        #expect(items.count == 1)
        #expect(items.first?.subject == subject)
        #expect(stream.notFound == [404])
        #expect(stream.namespace == "acme.id")
    }
}
