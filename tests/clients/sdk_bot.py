"""A small bot on webexpythonsdk, unmodified: webhook mode, its listener on loopback.

Arguments: address of the API, token, port to listen on. Answers `echo X` and the `ping` of a card.
"""
import http.server
import json
import sys

from webexpythonsdk import ApiError, WebexAPI

api_url, token, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
api = WebexAPI(access_token=token, base_url=api_url)
me = api.people.me()
CARD = {
    "type": "AdaptiveCard",
    "version": "1.3",
    "body": [{"type": "Input.Text", "id": "word"}],
    "actions": [{"type": "Action.Submit", "title": "Ping", "data": {"cmd": "ping"}}],
}


class Listener(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.end_headers()
        data = body["data"]
        if body["resource"] == "messages" and data["personId"] != me.id:
            self.message(api.messages.get(data["id"]))
        elif body["resource"] == "attachmentActions":
            action = api.attachment_actions.get(data["id"])
            api.messages.create(roomId=action.roomId, text="pong " + action.inputs["word"])

    def message(self, message):
        words = message.text.split()
        if "echo" in words:
            said = " ".join(words[words.index("echo") + 1:])
            first = api.messages.create(roomId=message.roomId, markdown="**" + said + "**", parentId=message.parentId or message.id)
            api.messages.update(first.id, roomId=message.roomId, markdown="*" + said + "*")
        elif "card" in words:
            attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": CARD}
            api.messages.create(roomId=message.roomId, text="a card", attachments=[attachment])
        elif "rooms" in words:
            titles = [room.title for room in api.rooms.list(max=1)]
            api.messages.create(roomId=message.roomId, text="%d rooms" % len(titles))
        elif "wrong" in words:
            try:
                api.messages.create(roomId=message.roomId)
            except ApiError as error:
                api.messages.create(roomId=message.roomId, text="refused with %d" % error.status_code)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Listener)
for resource in ["messages", "attachmentActions"]:
    api.webhooks.create(name="sdk " + resource, targetUrl="http://127.0.0.1:%d/" % port, resource=resource, event="created")
print("ready", flush=True)
server.serve_forever()
