from django.urls import URLPattern, path

from audits.views import reviews

_RETURN = "returns/<int:pk>/review/"

urlpatterns: list[URLPattern] = [
    path("returns/next-to-read/", reviews.ReviewNext.as_view(), name="review-next"),
    path(_RETURN, reviews.ReviewDetail.as_view(), name="review-detail"),
    path(f"{_RETURN}accept/", reviews.ReviewAccept.as_view(), name="review-accept"),
    path(f"{_RETURN}send-back/", reviews.ReviewSendBack.as_view(), name="review-send-back"),
    path(
        f"{_RETURN}questions/<slug:question>/comment/",
        reviews.CommentAdd.as_view(),
        name="review-comment",
    ),
    path(
        f"{_RETURN}comments/<int:comment>/withdraw/",
        reviews.CommentWithdraw.as_view(),
        name="review-comment-withdraw",
    ),
]
