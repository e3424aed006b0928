package rtm.http;

import rtm.domain.model.ErrorCode;
import rtm.domain.model.GameId;
import rtm.domain.model.ImageReference;
import rtm.domain.model.OperationException;

/** Starts a game's engine on an image. */
record StartEndpoint(RuntimeService runtimes) implements Endpoint {

    private static final String IMAGE = "image_ref";

    @Override
    public Answer answer(Request request) {
        GameId gameId = request.gameId();
        String image = JsonBody.onlyText(request, IMAGE);
        return ReplyAnswer.of(runtimes.start(gameId, reference(image), request.source()));
    }

    private static ImageReference reference(String text) {
        return ImageReference.parse(text)
                .orElseThrow(() ->
                        new OperationException(
                                ErrorCode.START_CONFIG_INVALID,
                                "image_ref is no Docker image reference: " + Shown.of(text)));
    }
}
