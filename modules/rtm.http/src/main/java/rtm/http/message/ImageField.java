package rtm.http.message;

import rtm.domain.model.ErrorCode;
import rtm.domain.model.ImageReference;
import rtm.domain.model.OperationException;

/** A body whose only field is an image. */
public final class ImageField {

    private static final String NAME = "image_ref";

    private ImageField() {}

    /**
     * Reads it.
     *
     * @throws OperationException {@code start_config_invalid} if the image is no Docker reference
     */
    public static ImageReference of(Request request) {
        String text = JsonBody.onlyText(request, NAME);
        return ImageReference.parse(text)
                .orElseThrow(() ->
                        new OperationException(
                                ErrorCode.START_CONFIG_INVALID,
                                "image_ref is not a Docker image reference: "
                                        + Sanitized.of(text)));
    }
}
