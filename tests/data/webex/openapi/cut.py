#!/usr/bin/env python3
"""Cuts the OpenAPI file of Webex Messaging to what tests/it/contract needs.

    ./cut.py < public-spec/webex-messaging.json > webex-messaging.json

Kept are all paths, their parameters, bodies and answers, and the schemas that these name. Dropped are the words that
are not checked (descriptions, examples, security, tags) and the schemas of other APIs.
"""

import json
import sys

WORDS = {"description", "summary", "example", "examples", "title", "tags", "security", "externalDocs", "callbacks"}


def cut(node, inside_properties=False):
    if isinstance(node, list):
        return [cut(each) for each in node]
    if not isinstance(node, dict):
        return node
    kept = {}
    for key, value in node.items():
        if not inside_properties and (key in WORDS or key.startswith("x-")):
            continue
        kept[key] = cut(value, key == "properties" and not inside_properties)
    return kept


def named(node, found):
    if isinstance(node, list):
        for each in node:
            named(each, found)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref":
                found.add(value.removeprefix("#/components/schemas/"))
            else:
                named(value, found)
    return found


whole = json.load(sys.stdin)
paths, schemas = cut(whole["paths"]), cut(whole["components"]["schemas"], True)
# No path names AdaptiveCard, although it is what an attachment has.
needed, new = set(), named(paths, {"AdaptiveCard"})
while new:
    needed |= new
    new = named([schemas[name] for name in new], set()) - needed
info = {key: whole["info"][key] for key in ("title", "version")}
components = {"schemas": {name: schemas[name] for name in sorted(needed)}}
json.dump({"openapi": whole["openapi"], "info": info, "paths": paths, "components": components}, sys.stdout, indent=1)
print()
