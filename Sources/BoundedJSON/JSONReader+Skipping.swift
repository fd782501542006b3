extension JSONReader {
    /// Skips one whole value, checked as strictly as if it had been read; allocates nothing.
    ///
    /// Call it where a value may start: behind a ``JSONToken/key(_:)``, or at the start of the text. Inside an array
    /// take the element's token first and, if it opened a container, use ``skipRest(of:)``.
    public mutating func skipValue() throws(JSONError) {
        // The start of the text has checks of its own.
        if case .memberValue = state, let skipped = walk(from: position, inside: nil) {
            take(skipped)
            finishValue()
            return
        }
        try skipRest(of: try next())
    }

    /// Skips what follows `token` up to the end of its value; nothing for a scalar or an end.
    public mutating func skipRest(of token: JSONToken) throws(JSONError) {
        let kind: OpenContainers.Kind
        switch token {
        case .beginObject: kind = .object
        case .beginArray: kind = .array
        default: return
        }
        if isJustOpened, let skipped = walk(from: position, inside: kind) {
            take(skipped)
            closeLevel()
            return
        }
        let outer = depth - 1
        while depth > outer { _ = try next() }
    }

    /// Whether nothing of the innermost object or array has been read.
    private var isJustOpened: Bool {
        switch state {
        case .firstKeyOrEnd, .firstElementOrEnd: true
        default: false
        }
    }

    private mutating func take(_ skipped: SkippedValue) {
        position = skipped.end
        valueCount += skipped.count
    }
}

/// A value that was walked through.
private struct SkippedValue {
    /// The first byte behind it.
    let end: Int
    /// How many values it has, itself among them where it was whole.
    let count: Int
}

/// What is open around a place in a value that is walked through: a bit for each object or array.
private struct OpenContainers {
    enum Kind {
        case object, array
    }

    /// As many as there are bits.
    static let maxDepth = UInt64.bitWidth

    private var objects: UInt64 = 0
    private(set) var depth = 0

    /// Whether the innermost one is an object.
    var isObject: Bool { objects & 1 != 0 }

    /// What closes the innermost one.
    var end: UInt8 { isObject ? UInt8(ascii: "}") : UInt8(ascii: "]") }

    mutating func open(_ kind: Kind) {
        objects = objects &<< 1 | (kind == .object ? 1 : 0)
        depth &+= 1
    }

    mutating func close() {
        objects &>>= 1
        depth &-= 1
    }
}

extension JSONReader {
    /// Walks through one value, or through the rest of a container that has just been opened, without making tokens.
    ///
    /// - Returns: nil where anything is wrong, or where a limit may be broken: reading it token by token then finds out
    ///   what and where.
    private func walk(from start: Int, inside kind: OpenContainers.Kind?) -> SkippedValue? {
        let text = bytes.span
        // No container has more members than there are values altogether.
        let maxCount = min(limits.maxValues - valueCount, limits.maxMembers)
        let maxDepth = min(limits.maxDepth - depth + (kind == nil ? 0 : 1), OpenContainers.maxDepth)
        var containers = OpenContainers()
        var (at, count) = (start, 0)
        var isJustOpened = false
        if let kind {
            containers.open(kind)
            isJustOpened = true
        }
        values: while true {
            if !isJustOpened {
                at = text.spaceEnd(from: at)
                guard at < text.count, count < maxCount else { return nil }
                count &+= 1
                switch text[at] {
                case UInt8(ascii: "{"), UInt8(ascii: "["):
                    guard containers.depth < maxDepth else { return nil }
                    containers.open(text[at] == UInt8(ascii: "{") ? .object : .array)
                    isJustOpened = true
                    at &+= 1
                default:
                    guard let end = scalarEnd(in: text, from: at) else { return nil }
                    at = end
                }
            }
            if isJustOpened {
                isJustOpened = false
                at = text.spaceEnd(from: at)
                guard at < text.count else { return nil }
                if text[at] != containers.end {
                    guard let end = containers.isObject ? keyEnd(in: text, from: at) : at else { return nil }
                    at = end
                    continue values
                }
                containers.close()
                at &+= 1
            }
            while containers.depth > 0 {
                at = text.spaceEnd(from: at)
                guard at < text.count else { return nil }
                if text[at] == UInt8(ascii: ",") {
                    at &+= 1
                    guard let end = containers.isObject ? keyEnd(in: text, from: at) : at else { return nil }
                    at = end
                    continue values
                }
                guard text[at] == containers.end else { return nil }
                containers.close()
                at &+= 1
            }
            return SkippedValue(end: at, count: count)
        }
    }

    /// The first byte behind a member's name and its colon.
    @inline(__always)
    private func keyEnd(in text: Span<UInt8>, from start: Int) -> Int? { key(in: text, from: start)?.end }

    /// The first byte behind a string, a number or a word that starts at `start`.
    @inline(__always)
    private func scalarEnd(in text: Span<UInt8>, from start: Int) -> Int? {
        switch text[start] {
        case UInt8(ascii: "\""): string(in: text, from: start).map { $0.range.upperBound &+ 1 }
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): (try? numberEnd(from: start))?.end
        default: try? wordEnd(from: start)
        }
    }
}
