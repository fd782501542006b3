/// Something that is thrown on the page.
package enum PageError: Error, Sendable, Hashable {
    /// The kinds of errors that a JavaScript engine makes. Their wording is the engine's, not Adobe's.
    package enum Kind: String, Sendable, Hashable {
        case typeError = "TypeError"
        case syntaxError = "SyntaxError"
        case uriError = "URIError"
        case rangeError = "RangeError"
    }

    /// One of the library's own.
    case library(OptInError)
    /// One of the page's own, with its text.
    case page(String)
    /// One of the engine's.
    case engine(Kind)

    /// The error's text; for the engine's errors the kind in angle brackets.
    package var message: String {
        switch self {
        case .library(let error): error.description
        case .page(let text): text
        case .engine(let kind): "<\(kind.rawValue)>"
        }
    }

    /// The text as a part of what the library writes to the console.
    var loggedMessage: String {
        if case .engine = self { "<engine error>" } else { message }
    }
}
