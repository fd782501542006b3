internal import BoundedJSON

/// Members of the decoded forms: a key with a value of one of the kinds that occur in consent strings.
extension JSONWriter {
    mutating func member(_ name: JSONKey, _ value: Int?) {
        key(name)
        if let value { integer(value) } else { null() }
    }

    mutating func member(_ name: JSONKey, _ value: Int64) {
        key(name)
        integer(value)
    }

    mutating func member(_ name: JSONKey, _ value: Bool?) {
        key(name)
        if let value { bool(value) } else { null() }
    }

    mutating func member(_ name: JSONKey, _ value: [Int]?) {
        key(name)
        guard let value else { return null() }
        beginArray()
        for number in value { integer(number) }
        endArray()
    }

    mutating func member(_ name: JSONKey, _ value: String?) {
        key(name)
        if let value { string(value) } else { null() }
    }

    mutating func member(_ name: JSONKey, _ value: PurposeSet?) {
        key(name)
        guard let value else { return null() }
        beginArray()
        for id in value { integer(id) }
        endArray()
    }

    /// A vendor set as text of ranges, so that a line stays a line; `null` for an absent one.
    mutating func member(_ name: JSONKey, _ value: VendorSet?) {
        key(name)
        guard let value else { return null() }
        plainString(maxBytes: value.maxTextBytes) { (output: inout OutputSpan<UInt8>) in value.appendText(to: &output) }
    }

    mutating func member(_ name: JSONKey, _ restrictions: [PublisherRestriction]) {
        key(name)
        beginArray()
        for restriction in restrictions {
            beginObject()
            member(Key.purposeId, restriction.purposeID)
            member(Key.restrictionType, restriction.type.rawValue)
            member(Key.vendors, restriction.vendors)
            endObject()
        }
        endArray()
    }

    /// Segments of unknown types as they were written, or nothing if there are none.
    mutating func member(_ name: JSONKey, _ segments: [UnknownTCSegment]) {
        guard !segments.isEmpty else { return }
        key(name)
        beginArray()
        for segment in segments { string(segment.text) }
        endArray()
    }

    /// The warnings, or nothing if there are none.
    mutating func members(_ warnings: [ConsentStringWarning]) {
        guard !warnings.isEmpty else { return }
        key(Key.warnings)
        beginArray()
        for warning in warnings {
            beginObject()
            member(Key.code, warning.code.rawValue)
            member(Key.message, warning.message)
            if let bit = warning.bit { member(Key.bit, bit) }
            endObject()
        }
        endArray()
    }

    /// An error as an object with its code, its sentence and, where known, its position.
    mutating func member(_ name: JSONKey, _ error: ConsentStringError) {
        key(name)
        beginObject()
        member(Key.code, error.code.rawValue)
        member(Key.message, error.message)
        if let bit = error.bit { member(Key.bit, bit) }
        endObject()
    }
}
