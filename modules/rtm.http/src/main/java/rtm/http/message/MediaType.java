package rtm.http.message;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.OperationException;

/** The one kind of body that is read: JSON in UTF-8, not compressed. */
final class MediaType {

    private static final Pattern JSON =
            Pattern.compile(
                    "\\s*application/json\\s*(?:;\\s*charset\\s*=\\s*(?:utf-8|\"utf-8\")\\s*)?",
                    Pattern.CASE_INSENSITIVE);

    private MediaType() {}

    static void requireJson(List<String> contentTypes, Optional<String> contentEncoding) {
        if (contentTypes.size() != 1 || !JSON.matcher(contentTypes.getFirst()).matches()) {
            throw unsupported("the body must have Content-Type: application/json");
        }
        if (contentEncoding
                .filter(encoding -> !encoding.equalsIgnoreCase("identity"))
                .isPresent()) {
            throw unsupported("a body with a Content-Encoding is not read");
        }
    }

    private static OperationException unsupported(String message) {
        return new OperationException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, message);
    }
}
