extension DecodedForm {
    mutating func integer(_ name: String) throws(ConsentStringError) -> Int? {
        try milliseconds(name).flatMap { Int(exactly: $0) }
    }

    mutating func milliseconds(_ name: String) throws(ConsentStringError) -> Int64? {
        guard let value = take(name) else { return nil }
        guard case .integer(let integer) = value else { throw .wrongMember(name, "an integer") }
        return integer
    }

    mutating func flag(_ name: String) throws(ConsentStringError) -> Bool? {
        guard let value = take(name) else { return nil }
        guard case .bool(let flag) = value else { throw .wrongMember(name, "true or false") }
        return flag
    }

    mutating func text(_ name: String) throws(ConsentStringError) -> String? {
        guard let value = take(name) else { return nil }
        guard case .string(let text) = value else { throw .wrongMember(name, "a string") }
        return text
    }

    mutating func form(_ name: String) throws(ConsentStringError) -> DecodedForm? {
        guard let value = take(name) else { return nil }
        guard case .object(let form) = value else { throw .wrongMember(name, "an object") }
        return form
    }

    mutating func integers(_ name: String) throws(ConsentStringError) -> [Int]? {
        guard let value = take(name) else { return nil }
        guard case .array(let elements) = value else { throw .wrongMember(name, "a list of integers") }
        var integers: [Int] = []
        for element in elements {
            guard case .integer(let integer) = element, let integer = Int(exactly: integer) else {
                throw .wrongMember(name, "a list of integers")
            }
            integers.append(integer)
        }
        return integers
    }

    mutating func purposes(_ name: String) throws(ConsentStringError) -> PurposeSet? {
        guard let ids = try integers(name) else { return nil }
        guard ids.allSatisfy((1...64).contains) else { throw .wrongMember(name, "a list of ids from 1 on") }
        return PurposeSet(ids)
    }

    mutating func vendors(_ name: String) throws(ConsentStringError) -> VendorSet? {
        guard let text = try text(name) else { return nil }
        return try VendorSet(rangesText: text)
    }

    mutating func unknownSegments(_ name: String) throws(ConsentStringError) -> [UnknownTCSegment]? {
        guard let value = take(name) else { return nil }
        guard case .array(let elements) = value else { throw .wrongMember(name, "a list of segments") }
        var segments: [UnknownTCSegment] = []
        for element in elements {
            guard case .string(let text) = element, let segment = UnknownTCSegment(text: text) else {
                throw .wrongMember(name, "a list of segments in base64 whose types are 0 or 4 to 7")
            }
            segments.append(segment)
        }
        return segments
    }

    mutating func restrictions(_ name: String) throws(ConsentStringError) -> [PublisherRestriction]? {
        guard let value = take(name) else { return nil }
        guard case .array(let elements) = value else { throw .wrongMember(name, "a list of restrictions") }
        var restrictions: [PublisherRestriction] = []
        for element in elements {
            guard case .object(var form) = element, let purpose = try form.integer("purposeId"),
                let type = try form.integer("restrictionType").flatMap(RestrictionType.init(rawValue:)),
                let vendors = try form.vendors("vendors"), (0...63).contains(purpose)
            else {
                throw .wrongMember(name, "a list of restrictions with purposeId, restrictionType and vendors")
            }
            try form.finish()
            restrictions.append(PublisherRestriction(purposeID: purpose, type: type, vendors: vendors))
        }
        return PublisherRestriction.united(
            restrictions.map { ($0.purposeID << 2 | $0.type.rawValue, $0.vendors.spans) }
        )
    }
}

extension ConsentStringError {
    /// A member of the decoded form that is not what it should be. The name is one of ours, not of the text.
    fileprivate static func wrongMember(_ name: String, _ expected: String) -> ConsentStringError {
        ConsentStringError(code: .malformed, message: "The member \(name) must be \(expected).")
    }
}
