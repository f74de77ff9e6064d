import hashlib
import json
import sys


def sha256(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def must(fits, problem):
    return fits or sys.exit(f"核验未通过，第{number}条：{problem}")


number, chain, head = 0, "0" * 64, {}
with open(sys.argv[1], encoding="utf-8") as file:
    for entry in map(json.loads, file):
        if head := entry.get("head", {}):
            break
        number += 1
        if content := entry.get("content"):
            text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            must(sha256(text) == entry["digest"] and content["sequence"] == number, "内容与摘要不符")
        chain = sha256(chain + entry["digest"])
        must(entry["sequence"] == number and entry["hash"] == chain, "与前一条的链接不符")
must(head.get("sequence") == number and (head["hash"] == chain or not number), "末尾的链值不符")
print(f"核验通过，共{number}条，链值：{chain}")
