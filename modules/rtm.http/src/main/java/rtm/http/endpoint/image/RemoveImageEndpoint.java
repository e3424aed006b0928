package rtm.http.endpoint.image;

import rtm.domain.image.ImageStock;
import rtm.domain.model.ErrorCode;
import rtm.domain.model.ImageReference;
import rtm.domain.model.OperationException;
import rtm.http.endpoint.Endpoint;
import rtm.http.message.Answer;
import rtm.http.message.JsonObjectWriter;
import rtm.http.message.Request;

/** Removes an image that no game needs. */
public record RemoveImageEndpoint(ImageStock stock) implements Endpoint {

    public static final String IMAGE = "image_ref";

    @Override
    public Answer answer(Request request) {
        ImageReference image =
                request.query()
                        .value(IMAGE)
                        .flatMap(ImageReference::parse)
                        .orElseThrow(() ->
                                new OperationException(
                                        ErrorCode.INVALID_REQUEST,
                                        IMAGE + " must be a Docker image reference"));
        var removed = stock.remove(image, request.origin().source());
        return Answer.ok(JsonObjectWriter.object(json -> ImagesEndpoint.write(json, removed)));
    }
}
