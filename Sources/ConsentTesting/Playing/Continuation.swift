import Foundation

/// The place where the next page of a window begins, as the text that travels between server and client.
///
/// It is a JSON object in a string, `{"compositeToken":"…"}`, and holds all that the server must know, so that the
/// server keeps nothing and can be asked for the same page twice. It fits one window only. Instants are milliseconds.
struct Continuation: Sendable, Equatable {
    let from: Int64
    let through: Int64
    /// How many records of the window came before.
    let offset: Int

    init(from: Int64, through: Int64, offset: Int) {
        self.from = from
        self.through = through
        self.offset = offset
    }

    /// Reads what a client sent back; nil unless this server wrote it, character by character.
    init?(_ text: String) {
        guard let object = try? JSONDecoder().decode([String: String].self, from: Data(text.utf8)),
            let token = object["compositeToken"], let bytes = Data(base64Encoded: token)
        else { return nil }
        let numbers = String(decoding: bytes, as: UTF8.self).split(separator: "/").map { Int64($0) }
        guard numbers.count == 3, let from = numbers[0], let through = numbers[1],
            let offset = numbers[2].flatMap({ Int(exactly: $0) })
        else { return nil }
        self.init(from: from, through: through, offset: offset)
        guard self.text == text else { return nil }
    }

    /// What the server sends.
    var text: String {
        let numbers = "\(from)/\(through)/\(offset)"
        return #"{"compositeToken":"\#(Data(numbers.utf8).base64EncodedString())"}"#
    }
}
