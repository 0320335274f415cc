"""A small bot on webex_bot, unmodified but for the addresses of the services, for which it has no
setting. Its socket address is `ws://`, so its TLS context is left out.

Arguments: address of the API, address of the catalogue, token.
"""
import functools
import sys

import webex_bot.websockets.webex_websocket_client as client
from webex_bot.models.command import Command
from webex_bot.webex_bot import WebexBot
from webexpythonsdk import WebexAPI

api_url, u2c_url, token = sys.argv[1:4]
client.DEFAULT_U2C_URL = u2c_url + "/catalog"
client.WebexAPI = functools.partial(WebexAPI, base_url=api_url)
client.ssl_context = None

CARD = {
    "type": "AdaptiveCard",
    "version": "1.3",
    "body": [{"type": "Input.Text", "id": "word"}],
    "actions": [{"type": "Action.Submit", "title": "Ping", "data": {"callback_keyword": "ping"}}],
}


class Echo(Command):
    def __init__(self):
        super().__init__(command_keyword="echo", help_message="Echo what is said.")

    def execute(self, message, attachment_actions, activity):
        return "heard " + message.strip()


class Form(Command):
    """Its card comes first; what the card's button brings is executed."""

    def __init__(self):
        super().__init__(command_keyword="form", help_message="A form.", card=CARD)

    def execute(self, message, attachment_actions, activity):
        return "pong " + attachment_actions.inputs["word"]


bot = WebexBot(teams_bot_token=token, bot_name="Client", threads=True)
bot.add_command(Echo())
bot.add_command(Form())
bot.run()
