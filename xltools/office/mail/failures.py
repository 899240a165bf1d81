"""Why a message was not sent, or may have been: one Chinese sentence for each thing that goes wrong with a server."""

from __future__ import annotations

import smtplib
import socket
import ssl
import unicodedata

from xltools.model.delivery import Stage
from xltools.model.errors import reason_of
from xltools.office.mail.server import MailServer

_SHOWN = 200
_DIGITS_OF_MB = 1024 * 1024
_EXPIRED, _NOT_YET = 10, 9
_WRONG_NAME, _WRONG_ADDRESS = 62, 64
_PLACES = {
    Stage.CONNECT: "连接服务器“{server}”时",
    Stage.HELLO: "与服务器“{server}”打招呼时",
    Stage.TLS: "与服务器“{server}”建立加密时",
    Stage.LOGIN: "登录服务器“{server}”时",
    Stage.SENDER: "向服务器“{server}”报发件人时",
    Stage.RECIPIENT: "向服务器“{server}”报收件人时",
    Stage.DATA: "向服务器“{server}”传送邮件内容时",
    Stage.END: "邮件内容已全部传给服务器“{server}”，等它答复时",
}
_LATER = "没有发出，请过一会儿再运行一次"


class DeliveryError(Exception):
    """A message did not get through; `str(error)` is one Chinese sentence.

    Attributes:
        stage: what was being done.
        unknown: whether the server may have accepted it all the same.
        hopeless: whether nothing else can be sent either before something is mended.
    """

    def __init__(self, stage: Stage, sentence: str, *, unknown: bool = False, hopeless: bool = False) -> None:
        super().__init__(sentence)
        self.stage = stage
        self.unknown = unknown
        self.hopeless = hopeless


def broken(stage: Stage, error: Exception, server: MailServer) -> DeliveryError:
    """The line failed, or could not be made secret."""
    if stage is Stage.END:
        return unknown(f"{_place(stage, server)}{_what_happened(error)}")
    if isinstance(error, smtplib.SMTPResponseException):
        return refused(stage, error.smtp_code, error.smtp_error, server)
    return DeliveryError(stage, _sentence(stage, error, server), hopeless=_before_login(stage))


def unknown(what: str) -> DeliveryError:
    """Nobody can tell whether the server has taken the message."""
    return DeliveryError(
        Stage.END,
        f"{what}，不知道对方能否收到；请先向对方核实，再决定是否再发一次。",
        unknown=True,
    )


def refused(stage: Stage, code: int, answer: bytes | str, server: MailServer) -> DeliveryError:
    """The server said no; `answer` is what it said."""
    if code < 0 or (stage is Stage.END and not 400 <= code < 600):
        return _senseless(stage, server)
    # A server that is ill may repeat what it was sent, so nothing of the login is shown.
    said = f"{code}" if stage is Stage.LOGIN else f"{code} {readable(answer)}".strip()
    for_now = 400 <= code < 500
    remedy = _refusal_remedy(stage, code, for_now=for_now)
    hopeless = _before_login(stage)
    return DeliveryError(stage, f"{_refusal(stage, server)}（{said}）；{remedy}。", hopeless=hopeless)


def too_large(size: int, limit: int) -> DeliveryError:
    """The message is larger than the server takes."""
    return DeliveryError(
        Stage.SENDER,
        f"邮件有 {megabytes(size)}，超过服务器允许的 {megabytes(limit)}（附件放进邮件后要大三分之一），没有发出；"
        "请把文件分几次发送，或换一种方式送达。",
    )


def no_encryption(server: MailServer) -> DeliveryError:
    return DeliveryError(
        Stage.TLS,
        f"服务器“{server}”不提供 STARTTLS 加密，为免密码和内容被人看到，没有发出；"
        '请把设置中的 security 改为 "ssl"（端口一般是 465），或询问邮箱的管理员。',
        hopeless=True,
    )


def no_login(server: MailServer) -> DeliveryError:
    return DeliveryError(
        Stage.LOGIN,
        f"服务器“{server}”不接受用密码登录，没有发出；请核对设置中的 port 和 security，"
        "或在邮箱的网页上开启 SMTP 服务；不需要登录的服务器，请删去设置中的 user。",
        hopeless=True,
    )


def wide_password() -> DeliveryError:
    return DeliveryError(
        Stage.LOGIN,
        "密码中有中文或全角字符，服务器不会接受，没有登录；请切换到英文输入法重新设置密码（授权码）。",
        hopeless=True,
    )


def readable(answer: bytes | str) -> str:
    """What a server said on one line, without control characters; Chinese ones speak UTF-8 or GBK."""
    text = answer if isinstance(answer, str) else _decoded(answer)
    kept = "".join(" " if unicodedata.category(each).startswith(("C", "Z")) else each for each in text)
    return " ".join(kept.split())[:_SHOWN]


def megabytes(size: int) -> str:
    return f"{size / _DIGITS_OF_MB:.1f} MB"


def _decoded(answer: bytes) -> str:
    try:
        return answer.decode()
    except UnicodeDecodeError:
        return answer.decode("gb18030", "replace")


def _before_login(stage: Stage) -> bool:
    return stage in (Stage.CONNECT, Stage.HELLO, Stage.TLS, Stage.LOGIN)


def _place(stage: Stage, server: MailServer) -> str:
    return _PLACES[stage].format(server=server)


def _sentence(stage: Stage, error: Exception, server: MailServer) -> str:
    match error:
        case ssl.SSLCertVerificationError():
            return _certificate(error, server)
        case ssl.SSLError():
            return (
                f"与服务器“{server}”建立不起加密连接，没有发出；请核对设置中的 port 和 security："
                '465 端口用 "ssl"，587 端口用 "starttls"；也可能是服务器的加密方式太旧。'
            )
        case socket.gaierror():
            return f"找不到服务器“{server.host}”，没有发出；请检查网络，并核对设置中的 host。"
        case ConnectionRefusedError():
            return f"服务器“{server}”不接受连接，没有发出；请核对设置中的 host、port 和 security。"
    happened = f"{_place(stage, server)}{_what_happened(error)}"
    if stage is Stage.CONNECT:
        return f"{happened}，没有发出；请检查网络，并核对设置中的 host、port 和 security。"
    if stage is Stage.DATA:
        return f"{happened}，服务器没有收全，{_LATER}；附件很大时，也可能超过了服务器的限制。"
    return f"{happened}，{_LATER}。"


def _what_happened(error: Exception) -> str:
    # smtplib tells a silent line only by the error it was handling.
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return "很久没有答复"
    if isinstance(error, (smtplib.SMTPServerDisconnected, ConnectionError, EOFError)):
        return "线路断了"
    # SMTPException is an OSError.
    if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException):
        return f"线路出错（{reason_of(error)}）"
    return "服务器的答复无法理解"


def _certificate(error: ssl.SSLCertVerificationError, server: MailServer) -> str:
    match error.verify_code:
        case code if code == _EXPIRED:
            fault = "已经过期"
        case code if code == _NOT_YET:
            fault = "还没有生效，也可能是本机的日期不对"
        case code if code in (_WRONG_NAME, _WRONG_ADDRESS):
            fault = f"不是发给“{server.host}”的"
        case _:
            fault = "不是由可信的机构签发的"
    return (
        f"服务器“{server}”的安全证书{fault}，可能有人冒充，没有发出；请核对设置中的 host 和本机的日期，"
        "单位自己签发的证书请用 ca_file 指定。"
    )


def _senseless(stage: Stage, server: MailServer) -> DeliveryError:
    what = f"{_place(stage, server)}得到的答复无法理解"
    if stage is Stage.END:
        return unknown(what)
    sentence = f"{what}，没有发出；请核对设置中的 host、port 和 security，它可能不是邮件服务器。"
    return DeliveryError(stage, sentence, hopeless=_before_login(stage))


def _refusal(stage: Stage, server: MailServer) -> str:
    return {
        Stage.CONNECT: f"服务器“{server}”拒绝服务",
        Stage.HELLO: f"服务器“{server}”拒绝服务",
        Stage.TLS: f"服务器“{server}”拒绝加密",
        Stage.LOGIN: f"服务器“{server}”没有接受登录",
        Stage.SENDER: "服务器不接受这个发件人",
        Stage.RECIPIENT: "服务器不接受这个收件人",
        Stage.DATA: "服务器不接收邮件内容",
        Stage.END: "服务器收到邮件后没有接受",
    }[stage]


def _refusal_remedy(stage: Stage, code: int, *, for_now: bool) -> str:
    if stage is Stage.LOGIN and not for_now:
        return "没有发出，请核对 user 和密码；QQ、163 等邮箱要用在网页上取得的“授权码”，不是登录网页的密码"
    if code in (552, 452) and stage in (Stage.SENDER, Stage.DATA, Stage.END):
        return "没有发出，多半是邮件太大，请把文件分几次发送"
    if code in (552, 452) and stage is Stage.RECIPIENT:
        return "没有发出，多半是对方的信箱满了，请通知对方清理后再发"
    if for_now:
        return _LATER
    if stage is Stage.SENDER:
        return "没有发出，请核对设置中的 from，它一般要与登录的帐号相同"
    if stage is Stage.RECIPIENT:
        return "没有发出，请向对方核对地址"
    if stage is Stage.END:
        return "没有发出，可能被当作垃圾邮件，请照答复修改主题或内容，或询问邮箱的管理员"
    return "没有发出，请按答复处理，或询问邮箱的管理员"
